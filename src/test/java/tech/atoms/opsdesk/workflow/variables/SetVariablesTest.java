package tech.atoms.opsdesk.workflow.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;

/** Against the sandbox's platform, on which nothing is set. */
class SetVariablesTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String VALUE = "sk_live_4711abcdefgh";
  private final SecretResolver secrets =
      ref ->
          new Secret(
              switch (ref.toString()) {
                case "env:TOKEN" -> "token-of-the-test";
                case "file:/a b&c" -> VALUE;
                case "env:LEVEL" -> "INFO";
                default -> "wrong";
              });
  private final PlatformServer platform;
  private final Vercel vercel;
  private final Environment environment = Worlds.environment(EnvironmentKind.STAGING, "shop");

  SetVariablesTest(@TempDir Path directory) throws Exception {
    platform =
        new PlatformServer(
            0,
            new Secret("token-of-the-test"),
            PlatformState.open(directory.resolve("platform.json"), 7, CLOCK),
            "atomcp.sandbox.localhost",
            new Faults(CLOCK),
            () -> {},
            CLOCK,
            (ago, in, from, issuer, audience, somebody) -> "token",
            new RequestLog(CLOCK),
            build -> {});
    platform.start();
    vercel =
        new Vercel(
            new PlatformSettings(
                platform.baseUrl(),
                PlatformState.PROJECT_NAME,
                PlatformState.TEAM_ID,
                SecretRef.parse("env:TOKEN")),
            secrets,
            Duration.ofSeconds(5),
            Duration.ZERO);
  }

  @AfterEach
  void close() {
    vercel.close();
    platform.close();
  }

  private SetVariables workflow(Map<String, Secret> given) {
    return new SetVariables(environment, vercel, secrets, given);
  }

  @Test
  void missingOnesAreSetAndNoValueIsTold() {
    Comparison before = Comparison.of(environment, vercel.variables().production());
    assertThat(before.missing()).hasSize(30);
    assertThat(before.isWhole()).isFalse();
    String target = SetVariables.target(Map.of("WORKOS_API_KEY", "file:/a b&c"));
    Plan plan = workflow(Map.of()).plan(target);
    assertThat(plan.toString()).contains("file:/a b&c").doesNotContain(VALUE);
    Step step = workflow(Map.of()).steps(plan, RunLog.NONE).getFirst();
    assertThat(step.observe().state()).isEqualTo(Observed.State.NOT_DONE);
    step.apply();
    Observed after = step.observe();
    assertThat(after.state()).isEqualTo(Observed.State.DONE);
    assertThat(after.detail()).contains("sensitive").doesNotContain(VALUE);
    Comparison now = Comparison.of(environment, vercel.variables().production());
    assertThat(now.missing()).hasSize(29);
    assertThat(now.lines())
        .filteredOn(line -> line.required().name().equals("WORKOS_API_KEY"))
        .singleElement()
        .extracting(Comparison.Line::state)
        .isEqualTo(Comparison.State.NOT_TOLD);
    assertThatThrownBy(() -> workflow(Map.of()).plan(target)).hasMessageContaining("set already");
  }

  @Test
  void aSecondOneIsRefusedAndAnotherValueIsNotDone() {
    Plan plan = workflow(Map.of()).plan(SetVariables.target(Map.of("LOG_LEVEL", "env:LEVEL")));
    Step step = workflow(Map.of()).steps(plan, RunLog.NONE).getFirst();
    vercel.variables().create("LOG_LEVEL", new Secret("DEBUG"), false);
    assertThat(step.observe().state()).isEqualTo(Observed.State.FAILED);
    assertThatThrownBy(step::apply).isInstanceOf(Refused.class).hasMessageContaining("EXISTS");
    List<Variable> set = vercel.variables().production();
    assertThat(Comparison.of(environment, set).lines())
        .filteredOn(line -> line.required().name().equals("LOG_LEVEL"))
        .extracting(Comparison.Line::state)
        .containsExactly(Comparison.State.DIFFERS);
    vercel.variables().change(set.getFirst().id(), new Secret("INFO"), false);
    assertThat(step.observe().state()).isEqualTo(Observed.State.DONE);
    vercel.variables().remove(set.getFirst().id());
    assertThat(step.observe().state()).isEqualTo(Observed.State.NOT_DONE);
  }

  @Test
  void aWrongValueANonsenseNameAndAValueOfAnotherProcessAreNotSent() {
    assertThatThrownBy(
            () ->
                workflow(Map.of()).plan(SetVariables.target(Map.of("WORKOS_API_KEY", "env:OTHER"))))
        .hasMessageContaining("ENV-13 asks for");
    for (String nonsense : List.of("", "A B=env:X", "LOG_LEVEL")) {
      assertThatThrownBy(() -> workflow(Map.of()).plan(nonsense))
          .hasMessageContaining("no variable to set");
    }
    String target = SetVariables.target(Map.of("EXTRA", SetVariables.GIVEN));
    Plan plan = workflow(Map.of("EXTRA", new Secret("by-hand"))).plan(target);
    assertThat(plan.warnings()).anyMatch(w -> w.contains("this process alone"));
    Step resumed = workflow(Map.of()).steps(plan, RunLog.NONE).getFirst();
    assertThatThrownBy(resumed::apply)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("another process");
    assertThat(vercel.variables().production()).isEmpty();
  }
}
