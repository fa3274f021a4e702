package tech.atoms.opsdesk.workflow.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.environment.Source;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.LogLine;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;

/** A whole deployment by the real engine, on a real store, against a platform over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int MOST_TURNS = 6_000;
  private static final String TARGET = Wanted.ref("main", "", Duration.ofMinutes(1)).target();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final SecretResolver secrets = ref -> new Secret("token-of-the-test");
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store store = TestStores.open(TestStores.in(database));
  private final Journal journal = new Journal(store);
  private final Guards guards = new Guards(store);
  private final SystemScheduler scheduler = new SystemScheduler("test");
  private @TempDir Path directory = Path.of(".");
  private @Nullable Things things;
  private @Nullable Cloned git;

  /** What one test works with. */
  private record Things(
      AtWork world,
      Environment environment,
      Vercel vercel,
      ServerClient server,
      Audit audit,
      LiveReadiness readiness,
      Deploy deploy) {}

  private Runnable beside = () -> {};
  private int turns;

  @AfterAll
  void close() {
    scheduler.close();
    store.close();
  }

  @BeforeEach
  void open() throws Exception {
    AtWork world = new AtWork(directory);
    PlatformSettings settings =
        new PlatformSettings(
            world.platformUrl(), "atoms-mcp", "team_1", SecretRef.parse("env:TOKEN"));
    Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
    git = new Cloned(directory);
    git.copied();
    Environment environment =
        new Environment(
            "shop",
            plain.kind(),
            new ServerSettings(
                world.productionUrl(),
                "/health",
                "/metrics",
                "/api/mcp",
                null,
                AtWork.authority(directory)),
            null,
            settings,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval(),
            new Source(git.checkout, null),
            List.of());
    Vercel vercel = new Vercel(settings, secrets, DEADLINE, Duration.ZERO);
    ServerClient server = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
    Audit audit = new Audit(store, directory, "here");
    LiveReadiness readiness = readiness(environment, audit, world);
    Deploy deploy =
        new Deploy(
            environment,
            vercel,
            server,
            null,
            secrets,
            new Evidence(() -> readiness, guards, store),
            null,
            clock);
    things = new Things(world, environment, vercel, server, audit, readiness, deploy);
    beside = this::answerGates;
    turns = 0;
  }

  private LiveReadiness readiness(Environment environment, Audit audit, AtWork world) {
    LiveReadiness readiness =
        new LiveReadiness(
            new ReadinessSetting(
                environment,
                Templates.shipped(),
                List.of(),
                store,
                audit,
                () -> new Deployment(world.live(), ""),
                OPERATOR,
                clock,
                scheduler));
    readiness.look();
    return readiness;
  }

  @AfterEach
  void anew() {
    Things used = things();
    used.readiness().close();
    used.vercel().close();
    used.server().close();
    used.world().close();
    requireNonNull(git).close();
    TestPostgres.execute(
        database.dataSource(),
        "delete from opsdesk.change_lock",
        "delete from opsdesk.run",
        "delete from opsdesk.change_freeze",
        "delete from opsdesk.waiver",
        "delete from opsdesk.item_version");
  }

  private Things things() {
    return requireNonNull(things);
  }

  private AtWork world() {
    return things().world();
  }

  private Engine engine() {
    return new Engine(
        things().environment(),
        journal,
        guards,
        things().audit(),
        OPERATOR,
        "here",
        clock,
        time -> {
          now.updateAndGet(at -> at.plus(time));
          if (turns++ > MOST_TURNS) {
            throw new IllegalStateException("it waits for ever: " + newest());
          }
          beside.run();
        });
  }

  private AtGate atGate() {
    return new AtGate(things().environment(), journal, guards, things().audit(), OPERATOR, clock);
  }

  private Run newest() {
    return journal.runs("shop", 1, now.get()).getFirst();
  }

  /** A person who confirms everything. */
  private void answerGates() {
    Run run = newest();
    GateView gate = run.gate();
    if (gate == null || run.state() != RunState.NEEDS_YOU) {
      return;
    }
    for (String missing : gate.waitsFor()) {
      if (missing.startsWith("tick: ")) {
        atGate().tick(run.id(), missing.substring("tick: ".length()));
      } else if (missing.equals("typed text")) {
        atGate().type(run.id(), gate.typed());
      }
    }
  }

  private Run run() throws InterruptedException {
    Plan plan = things().deploy().plan(TARGET);
    return engine().start(things().deploy(), plan, Start.of("because", ""), each -> {});
  }

  private static Run.RunStep step(Run run, String id) {
    return run.steps().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void itIsBuiltWithoutTrafficLookedAtLetThroughPromotedAndWatched() throws Exception {
    Plan plan = things().deploy().plan(TARGET);
    assertThat(plan.title()).isEqualTo("Deploy main");
    assertThat(plan.facts()).containsEntry("live deployment", "v1.4.2");
    assertThat(things().deploy().plan(plan.target()).hash()).isEqualTo(plan.hash());

    Run run = run();
    assertThat(run.steps()).as(run.why()).allMatch(one -> one.state() == StepState.DONE);
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(world().made()).hasSize(1);
    assertThat(world().live()).isEqualTo(world().made().getFirst());
    assertThat(world().newest().path("meta").path(Staged.MARK).asText()).isEqualTo(run.id());
    assertThat(step(run, BackupGate.ID).detail()).contains(BackupGate.TICK, "by Operator");
    assertThat(step(run, GoGate.ID).detail())
        .contains("\"shop main\" typed by Operator")
        .doesNotContain(BackupGate.TICK);
    assertThat(step(run, AfterGate.ID).detail())
        .contains("Production: tools not listed: the profile has no token (unknown)");
    assertThat(step(run, Deploy.BASELINE).detail()).contains("errors 0.00 %");
    assertThat(step(run, Deploy.WATCH).detail()).contains("; before: ", "p95 not told");
    assertThat(journal.log(run.id(), 0, 1000)).extracting(LogLine::text).contains("uv sync");
  }

  @Test
  void thePlanBindsTheCommitAndItIsBuiltAlthoughTheBranchHasMovedOn() throws Exception {
    String newest = requireNonNull(git).commit("app.py", "two\n");
    Plan plan = things().deploy().plan(TARGET);
    assertThat(plan.facts()).containsEntry("commit", newest);
    String later = git.commit("app.py", "three\n");
    Plan again = things().deploy().plan(plan.target());
    assertThat(again.hash()).isEqualTo(plan.hash());
    assertThat(again.warnings()).anyMatch(one -> one.contains(later.substring(0, 7)));

    Run run = engine().start(things().deploy(), plan, Start.of("because", ""), each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(world().newest().at("/meta/githubCommitSha").asText()).isEqualTo(newest);
  }

  @Test
  void whatWasBuiltFromAnotherCommitGetsNoTraffic() throws Exception {
    String another = "f".repeat(40);
    world().builds = another;
    int[] looks = {0};
    beside =
        () -> {
          answerGates();
          GateView gate = newest().gate();
          if (gate != null && gate.step().equals(GoGate.ID) && looks[0]++ == 20) {
            assertThat(gate.waitsFor()).contains("The staged build is ready (fail)");
            assertThat(gate.checks().getFirst().detail()).contains(another, "the plan has");
            engine().cancel(newest().id(), "not what was planned");
          }
        };
    assertThat(run().state()).isEqualTo(RunState.STOPPED);
    assertThat(world().live()).isEqualTo("dpl_old");
  }

  @Test
  void whatNoMachineHasSeenIsVouchedForByAPersonAndNeverPasses() throws Exception {
    AtomicReference<@Nullable GateView> first = new AtomicReference<>();
    beside =
        () -> {
          first.compareAndSet(null, newest().gate());
          answerGates();
        };
    run();
    GateView gate = requireNonNull(first.get());
    assertThat(gate.step()).isEqualTo(Preflight.ID);
    assertThat(gate.checks()).extracting(check -> check.name()).contains("The server answers well");
    assertThat(gate.checks()).extracting(check -> check.name()).noneMatch(n -> n.contains("PRE-"));
    assertThat(gate.ticks()).anyMatch(tick -> tick.startsWith("PRE-09 Backup procedures tested: "));
  }

  @Test
  void aPlanTellsWhatItsFirstGateSaysBeforeAnythingHasBegun() {
    world().variableMissing = true;
    Plan plan = things().deploy().plan(TARGET);
    Preview preview = things().deploy().preview(plan);
    assertThat(preview.checks())
        .filteredOn(check -> !check.isPass())
        .singleElement()
        .satisfies(check -> assertThat(check.detail()).contains("missing: LOG_LEVEL"));
    assertThat(preview.ticks()).anyMatch(tick -> tick.startsWith("PRE-09"));
    assertThat(preview.words()).startsWith("3 of 4 checks pass, ");
    assertThat(journal.runs("shop", 1, now.get())).isEmpty();
    assertThat(world().made()).isEmpty();
  }

  @Test
  void whatAnotherDeskHasWaivedStandsInNoWay() throws Exception {
    AtomicReference<@Nullable GateView> last = new AtomicReference<>();
    AtomicBoolean waived = new AtomicBoolean();
    beside =
        () -> {
          GateView gate = newest().gate();
          if (gate == null || !gate.step().equals(Preflight.ID)) {
            answerGates();
            return;
          }
          last.set(gate);
          if (!waived.getAndSet(true)) {
            Things here = things();
            try (LiveReadiness other = readiness(here.environment(), here.audit(), here.world())) {
              other.waive(
                  "PRE-09", 0, "practised last week", "Manager", LocalDate.parse("2026-12-01"));
            }
          } else if (gate.checks().stream().anyMatch(check -> check.name().startsWith("PRE-09"))) {
            answerGates();
          }
        };
    Run run = run();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    GateView gate = requireNonNull(last.get());
    assertThat(gate.checks())
        .filteredOn(check -> check.name().startsWith("PRE-09"))
        .allMatch(GateCheck::isPass)
        .isNotEmpty();
    assertThat(gate.ticks()).noneMatch(tick -> tick.startsWith("PRE-09"));
  }

  @Test
  void aMissingVariableKeepsTheFirstGateClosed() throws Exception {
    world().variableMissing = true;
    int[] looks = {0};
    beside =
        () -> {
          answerGates();
          Run run = newest();
          if (run.gate() != null && looks[0]++ == 20) {
            assertThat(run.gate().waitsFor())
                .containsExactly("The required variables are set (fail)");
            engine().cancel(run.id(), "not so");
          }
        };
    assertThat(run().state()).isEqualTo(RunState.STOPPED);
    assertThat(world().made()).isEmpty();
  }

  @Test
  void anAnswerThatWasLostIsNoReasonToBuildTwice() throws Exception {
    world().creates = AtWork.Creates.ANSWER_LOST;
    Run run = run();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(world().made()).hasSize(1);
    assertThat(step(run, BuildStep.ID).attempts()).isEqualTo(1);
  }

  @Test
  void whatThePlatformNeverMadePausesTheRunAndIsAskedForAnewOnlyByAPerson() throws Exception {
    world().creates = AtWork.Creates.NEVER;
    Run paused = run();
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    assertThat(paused.why()).contains("the platform has no deployment of this run");
    assertThat(world().made()).isEmpty();
    Run run = engine().resume(things().deploy(), paused.id(), false, "", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(world().made()).hasSize(1);
  }

  @Test
  void whatWasAskedForAMomentAgoMayStillArrive() {
    Plan plan = things().deploy().plan(TARGET);
    Staged staged = new Staged(things().vercel().deployments(), "run-1");
    BuildStep resumed =
        new BuildStep(
            things().vercel().deployments(),
            staged,
            "run-1",
            how ->
                Planning.request(
                    things().vercel().deployments(), Wanted.parse(plan.target()), plan, how),
            (level, step, text) -> {},
            clock,
            now.get());
    assertThat(resumed.observe().state().name()).isEqualTo("UNDER_WAY");
    now.updateAndGet(at -> at.plus(BuildStep.GRACE));
    assertThat(resumed.observe().state().name()).isEqualTo("NOT_DONE");
  }

  @Test
  void aRefusalAndABuildThatFailsPauseTheRunWithTheTrafficWhereItWas() throws Exception {
    world().creates = AtWork.Creates.REFUSED;
    Run refused = run();
    assertThat(refused.why()).contains("incorrect_git_source_info: no such branch");
    engine().abandon(refused.id(), "wrong branch");

    world().creates = AtWork.Creates.AT_ONCE;
    world().ends = "ERROR";
    Run failed = run();
    assertThat(failed.state()).isEqualTo(RunState.PAUSED);
    assertThat(failed.why()).contains("is ERROR");
    assertThat(world().live()).isEqualTo("dpl_old");
    world().ends = "READY";
    Run run = engine().resume(things().deploy(), failed.id(), false, "", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(world().made()).hasSize(2);
    assertThat(world().live()).isEqualTo(world().made().getLast());
  }

  @Test
  void aBuildThatHangsPausesTheRunAndOneThatIsCancelledEnds() throws Exception {
    world().ends = "BUILDING";
    beside =
        () -> {
          answerGates();
          if (newest().gate() == null) {
            now.updateAndGet(at -> at.plusSeconds(59));
          }
        };
    Run hangs = run();
    assertThat(hangs.state()).isEqualTo(RunState.PAUSED);
    assertThat(hangs.why()).contains("not seen within 1200 s", "is BUILDING");
    beside =
        () -> {
          answerGates();
          Run run = newest();
          if (step(run, BuildStep.ID).attempts() > 0 && run.state() == RunState.RUNNING) {
            engine().cancel(run.id(), "enough");
          }
        };
    Run run = engine().resume(things().deploy(), hangs.id(), false, "", each -> {});
    assertThat(run.state()).isEqualTo(RunState.STOPPED);
    assertThat(world().newest().path("readyState").asText()).isEqualTo("CANCELED");
    assertThat(world().live()).isEqualTo("dpl_old");
  }

  @Test
  void whatDoesNotAnswerWellAtItsOwnAddressGetsNoTraffic() throws Exception {
    world().stagedHealth = 503;
    Run run = run();
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(run.why()).contains("health 503");
    assertThat(world().live()).isEqualTo("dpl_old");
  }

  @Test
  void whatIsWorseUnderTrafficPausesTheRunAndIsTakenBackByARollback() throws Exception {
    world().failing = 5;
    Run paused = run();
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    assertThat(paused.why()).contains("worse: errors 5.00 %, before: 0.00 %");
    assertThat(world().live()).isNotEqualTo("dpl_old");
    world().tellsOld = false;
    Run unseen = engine().takeBack(things().deploy(), paused.id(), "errors", each -> {});
    assertThat(unseen.state()).isEqualTo(RunState.PAUSED);
    assertThat(unseen.why()).contains("taking back", "point to dpl_old", "health tells 1.5.0");

    world().tellsOld = true;
    Run back = engine().resume(things().deploy(), paused.id(), false, "", each -> {});
    assertThat(back.state()).isEqualTo(RunState.TAKEN_BACK);
    assertThat(step(back, "move").detail()).contains("health tells 1.4.2");
    assertThat(world().live()).isEqualTo("dpl_old");
    assertThat(world().pinned()).isTrue();
  }

  @Test
  void whatIsNotReadyAnyMoreAndAFreezeThatCameSinceKeepTheGoGateClosed() throws Exception {
    List<List<String>> waited = new ArrayList<>();
    beside =
        () -> {
          Run run = newest();
          GateView gate = run.gate();
          if (gate == null || !gate.step().equals(GoGate.ID)) {
            answerGates();
            return;
          }
          waited.add(gate.waitsFor());
          if (waited.size() == 1) {
            atGate().freeze(now.get(), now.get().plus(Duration.ofHours(1)), "quarter end");
            world().becomes(world().made().getFirst(), "DELETED");
            atGate().type(run.id(), gate.typed());
          } else if (waited.size() == 25) {
            engine().cancel(run.id(), "it is gone");
          }
        };
    Run run = run();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.STOPPED);
    assertThat(world().live()).isEqualTo("dpl_old");
    assertThat(waited.getLast())
        .contains(
            "The staged build is ready (fail)", "tick: Deploy despite the freeze: quarter end");
  }

  @Test
  void anEarlierBuildThatFailedIsNotTakenForTheOneThatWasAskedForNow() throws Exception {
    world().ends = "ERROR";
    Run failed = run();
    assertThat(failed.state()).isEqualTo(RunState.PAUSED);
    world().ends = "READY";
    world().lateLists = 5;
    Run run = engine().resume(things().deploy(), failed.id(), false, "", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(world().made()).hasSize(2);
  }

  @Test
  void whatCannotBeNamedIsNoTarget() {
    Deploy deploy = things().deploy();
    assertThatThrownBy(() -> deploy.plan(Wanted.deployment("v9", Duration.ZERO).target()))
        .hasMessageContaining("There is no such deployment");
    assertThatThrownBy(() -> deploy.plan(""))
        .hasMessageContaining("It is not clear what to deploy");
    assertThatThrownBy(() -> deploy.plan("nothing"))
        .hasMessageContaining("It is not clear what to deploy");
    assertThat(deploy.plan(Wanted.deployment("v1.4.2", Duration.ZERO).target()).target())
        .isEqualTo("deployment=dpl_old&watch=0");
  }
}
