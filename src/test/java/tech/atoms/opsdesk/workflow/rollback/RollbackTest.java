package tech.atoms.opsdesk.workflow.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;

/** Against the sandbox's platform, which moves traffic a moment after it has said yes. */
class RollbackTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private final SecretResolver secrets = ref -> new Secret("token-of-the-test");
  private final List<String> served = new ArrayList<>();
  private final CountDownLatch mayServe = new CountDownLatch(1);
  private final PlatformServer platform;
  private final Vercel vercel;
  private final VercelTraffic traffic;
  private final ServerClient server;
  private final Environment environment;

  RollbackTest(@TempDir Path directory) throws Exception {
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
            build -> {
              assertThat(mayServe.await(20, TimeUnit.SECONDS)).isTrue();
              served.add(build.version());
            });
    platform.start();
    PlatformSettings settings =
        new PlatformSettings(
            platform.baseUrl(),
            PlatformState.PROJECT_NAME,
            PlatformState.TEAM_ID,
            new SecretRef(SecretRef.Scheme.ENV, "TOKEN"));
    vercel = new Vercel(settings, secrets, DEADLINE, Duration.ZERO);
    traffic = vercel.traffic();
    Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
    environment =
        new Environment(
            plain.name(),
            plain.kind(),
            plain.server(),
            null,
            settings,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval());
    server = new ServerClient(plain.server(), secrets, CLOCK, DEADLINE, false);
  }

  @AfterEach
  void close() {
    mayServe.countDown();
    vercel.close();
    server.close();
    platform.close();
  }

  private Plan plan(Rollback.Kind kind, String target) {
    return new Rollback(kind, environment, vercel, server, server, null, CLOCK).plan(target);
  }

  private Step move(Rollback.Kind kind, Plan plan) {
    return new MoveStep(
        traffic,
        kind == Rollback.Kind.ROLLBACK ? MoveStep.Kind.ROLL_BACK : MoveStep.Kind.UNPIN,
        plan.target());
  }

  private String live() {
    String id = traffic.traffic().live();
    return traffic.deployments(100).stream()
        .filter(one -> one.deployment().id().equals(id))
        .map(one -> one.deployment().version())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLastVersionThatServedIsProposedAndThePlanHoldsWhileTheFactsDo() {
    Plan plan = plan(Rollback.Kind.ROLLBACK, "");
    assertThat(plan.title()).isEqualTo("Roll back from v1.5.0 to v1.4.2");
    assertThat(plan.confirmation()).isEqualTo("shop v1.4.2");
    assertThat(plan.facts()).containsEntry("production is pinned", "no");
    assertThat(plan.warnings())
        .anyMatch(text -> text.contains("pinned"))
        .anyMatch(text -> text.contains("not known (the profile names no database)"))
        .noneMatch(text -> text.contains("Hobby"));
    assertThat(plan(Rollback.Kind.ROLLBACK, "v1.4.1").warnings())
        .anyMatch(text -> text.contains("a Hobby plan does not"));
    assertThat(plan(Rollback.Kind.ROLLBACK, plan.target()).hash()).isEqualTo(plan.hash());
    assertThat(plan(Rollback.Kind.ROLLBACK, "v1.4.1").hash()).isNotEqualTo(plan.hash());
  }

  @Test
  void whatNeverServedIsNotThereOrIsLiveIsNoTarget() {
    assertThatThrownBy(() -> plan(Rollback.Kind.ROLLBACK, "v9"))
        .hasMessageContaining("There is no such deployment");
    assertThatThrownBy(() -> plan(Rollback.Kind.ROLLBACK, "v1.5.0-rc.2"))
        .hasMessageContaining("never served production");
    assertThatThrownBy(() -> plan(Rollback.Kind.ROLLBACK, "v1.4.2-rc.1"))
        .hasMessageContaining("it is ERROR");
    assertThatThrownBy(() -> plan(Rollback.Kind.ROLLBACK, "v1.5.0"))
        .hasMessageContaining("It is live already");
    assertThatThrownBy(() -> plan(Rollback.Kind.UNDO, ""))
        .hasMessageContaining("There is no rollback to undo");
  }

  @Test
  void acceptedIsNotDoneAndTheUndoEndsThePin() {
    Plan back = plan(Rollback.Kind.ROLLBACK, "");
    Step rollback = move(Rollback.Kind.ROLLBACK, back);
    assertThat(rollback.observe().state()).isEqualTo(Observed.State.NOT_DONE);
    rollback.apply();
    assertThat(rollback.observe().state()).isEqualTo(Observed.State.UNDER_WAY);
    assertThat(live()).isEqualTo("v1.5.0");
    assertThat(rollback.precondition()).contains("under way");
    assertThatThrownBy(rollback::apply).isInstanceOf(Refused.class).hasMessageContaining("409");
    mayServe.countDown();
    await().until(() -> rollback.observe().state() == Observed.State.DONE);
    assertThat(served).containsExactly("v1.4.2");
    assertThat(live()).isEqualTo("v1.4.2");
    Traffic pinned = traffic.traffic();
    assertThat(pinned.pinned()).isTrue();

    Plan undo = plan(Rollback.Kind.UNDO, "");
    assertThat(undo.title()).isEqualTo("Undo the rollback: promote v1.5.0");
    Step promote = move(Rollback.Kind.UNDO, undo);
    promote.apply();
    await().until(() -> promote.observe().state() == Observed.State.DONE);
    assertThat(live()).isEqualTo("v1.5.0");
    assertThat(traffic.traffic().pinned()).isFalse();
  }

  @Test
  void aDeploymentThatThePlatformDoesNotKnowIsRefused() {
    Step step = new MoveStep(traffic, MoveStep.Kind.ROLL_BACK, "dpl_none");
    assertThatThrownBy(step::apply).isInstanceOf(Refused.class).hasMessageContaining("404");
    platform.close();
    assertThatThrownBy(step::apply)
        .isInstanceOf(ProblemException.class)
        .isNotInstanceOf(Refused.class);
  }
}
