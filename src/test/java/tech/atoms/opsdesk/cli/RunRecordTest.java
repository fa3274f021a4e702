package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Gate;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/** The record of a run by command, from a real store: one file that tells all of it. */
class RunRecordTest {
  private static final String SECRET = "sk-secret-of-the-record-4711";
  private static final Environment SHOP = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
  private static final Me OPERATOR = new Me("Olga", "olga", List.of("operator"));
  private static final Me LEAD = new Me("Lena", "lena", List.of("operator", "lead"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private boolean refused;
  @TempDir Path directory;
  private Path profile;

  @BeforeEach
  void write() throws Exception {
    Masking.register(SECRET);
    Path password = directory.resolve("password");
    Files.writeString(password, TestPostgres.PASSWORD.reveal());
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: shop
                kind: production
                server:
                  baseUrl: http://127.0.0.1:9
            store: {url: "%s", user: %s, password: "file:password"}
            """
                .formatted(database.jdbcUrl().substring("jdbc:".length()), TestPostgres.USER));
  }

  /** A gate, and a change that may be refused. */
  private final class Release implements Workflow {
    private boolean released;

    @Override
    public String id() {
      return "release";
    }

    @Override
    public Plan plan(String target) {
      return new Plan(
          "release",
          "shop",
          target,
          "Release v2",
          "shop v2",
          Map.of("live", "v1, token " + SECRET),
          List.of("Sessions stay"),
          List.of(
              new PlannedStep("agree", "Agree to v2", "", "", "nothing to undo"),
              new PlannedStep("move", "Move traffic", "v1", "v2", "roll back")));
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      return List.of(new Agree(), new Move(log));
    }

    private final class Agree implements Step, Gate {
      @Override
      public String id() {
        return "agree";
      }

      @Override
      public Duration timeout() {
        return Duration.ofHours(1);
      }

      @Override
      public Observed observe() {
        throw new IllegalStateException("a gate is not observed");
      }

      @Override
      public Gate gate() {
        return this;
      }

      @Override
      public String question() {
        return "Switch to v2?";
      }

      @Override
      public List<GateCheck> checks() {
        return List.of(
            new GateCheck("Staged build answers", GateCheck.State.PASS, "200", now.get()));
      }

      @Override
      public List<String> ticks() {
        return List.of("Support is told");
      }

      @Override
      public List<Approval> approvals() {
        return List.of(new Approval("lead", 1, Duration.ofHours(1)));
      }
    }

    private final class Move implements Step {
      private final RunLog log;

      Move(RunLog log) {
        this.log = log;
      }

      @Override
      public String id() {
        return "move";
      }

      @Override
      public Duration timeout() {
        return Duration.ofSeconds(10);
      }

      @Override
      public boolean changes() {
        return true;
      }

      @Override
      public boolean pointOfNoReturn() {
        return true;
      }

      @Override
      public Observed observe() {
        return released ? Observed.done("v2 answers") : Observed.notDone("v1 answers");
      }

      @Override
      public void apply() {
        log.line(RunLog.Level.INFO, "move", "sent with " + SECRET);
        if (refused) {
          throw new Refused(new tech.atoms.opsdesk.common.Problem("No", "v2", "full", "wait"));
        }
        released = true;
        now.updateAndGet(at -> at.plusMillis(1_234));
      }
    }
  }

  /** Runs it, ticked and approved while it waits; where it is refused, goes on without. */
  private Run released() throws Exception {
    try (Store store = TestStores.open(TestStores.in(database))) {
      Journal journal = new Journal(store);
      Guards guards = new Guards(store);
      Audit audit = new Audit(store, directory, "here");
      Workflow workflow = new Release();
      int[] waited = {0};
      Engine engine =
          new Engine(
              SHOP,
              journal,
              guards,
              audit,
              OPERATOR,
              "desk-1",
              clock,
              time -> {
                now.updateAndGet(at -> at.plus(time));
                Run run = journal.runs("shop", 1, now.get()).getFirst();
                if (run.gate() != null && waited[0]++ == 0) {
                  new AtGate(SHOP, journal, guards, audit, OPERATOR, clock)
                      .tick(run.id(), "Support is told");
                  new AtGate(SHOP, journal, guards, audit, LEAD, clock)
                      .approve(run.id(), "lead", Duration.ofMinutes(10));
                }
              });
      Run run =
          engine.start(
              workflow, workflow.plan("v2"), Start.of("because of " + SECRET, "shop v2"), r -> {});
      if (refused) {
        run = engine.resume(workflow, run.id(), true, "by hand", r -> {});
      }
      return run;
    }
  }

  private int show(Run run, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new java.util.ArrayList<>(List.of("runs", "show", run.id()));
    all.addAll(List.of("--profile", profile.toString()));
    all.addAll(List.of(more));
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void oneFileTellsWhoWhyWhatAndWhatCameOfIt() throws Exception {
    Run run = released();
    Path file = directory.resolve("run.json");
    assertThat(show(run, "--export", file.toString())).isZero();
    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(json.path("outcome").asText()).isEqualTo("done");
    assertThat(json.at("/run/by").asText()).isEqualTo("Olga");
    assertThat(json.at("/run/reason").asText()).isEqualTo("because of " + Masking.MASK);
    assertThat(json.at("/run/durationMs").asLong()).isGreaterThanOrEqualTo(1_234);
    assertThat(json.at("/plan/hash").asText()).isEqualTo(run.plan().hash());
    assertThat(json.at("/steps/1/before").asText()).isEqualTo("v1");
    assertThat(json.at("/steps/1/durationMs").asLong()).isEqualTo(1_234);
    assertThat(json.at("/steps/1/definition/pointOfNoReturn").asBoolean()).isTrue();
    assertThat(json.at("/gates/0/checks/0/name").asText()).isEqualTo("Staged build answers");
    assertThat(json.path("said").findValuesAsText("kind")).containsExactly("tick", "approval");
    assertThat(json.path("said").findValuesAsText("by")).containsExactly("Olga", "Lena");
    assertThat(json.path("log").findValuesAsText("text"))
        .contains("sent with " + Masking.MASK, "Move traffic: done, v2 answers");
    for (String ending : List.of("md", "html")) {
      Path paper = directory.resolve("run." + ending);
      assertThat(show(run, "--export", paper.toString())).isZero();
      assertThat(paper)
          .content()
          .contains("Olga", "Lena", "Support is told", "v1 → v2", "took 1.2 s", "Sessions stay")
          .contains("point of no return", "nothing: every step was seen", run.plan().hash());
    }
    assertThat(directory.resolve("run.html")).content().startsWith("<!DOCTYPE html>");
    for (String ending : List.of("json", "md", "html")) {
      assertThat(directory.resolve("run." + ending)).content().doesNotContain(SECRET);
    }
  }

  @Test
  void whatWasLeftOutIsNeverGreen() throws Exception {
    refused = true;
    Run run = released();
    assertThat(run.isVerified()).isFalse();
    Path file = directory.resolve("run.md");
    assertThat(show(run, "--export", file.toString())).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(file).content().contains("done, steps left out", "left out: Move traffic");
    assertThat(show(run, "--format", "json")).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(new JsonMapper().readTree(out.toString()).path("outcome").asText())
        .isEqualTo("failed");
  }

  @Test
  void anUnknownEndingOrPlaceIsSaid() throws Exception {
    Run run = released();
    assertThat(show(run, "--export", directory.resolve("run.pdf").toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(".json, .md and .html");
    assertThat(show(run, "--export", directory.resolve("none/run.md").toString()))
        .isEqualTo(ExitCode.USAGE);
  }
}
