package tech.atoms.opsdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Nothing is done twice, nothing is lost, and one change at a time; on a real store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class EngineTest {
  private static final Environment SHOP = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
  private static final Start BECAUSE = Start.of("because", "shop");
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final TestWorkflow workflow = new TestWorkflow();
  private Store store;
  private Journal journal;
  private Audit audit;

  EngineTest() {
    store = TestStores.opening(TestStores.in(database));
    journal = new Journal(store);
    audit = new Audit(store, Path.of("."), "here");
  }

  @BeforeAll
  void open(@TempDir Path directory) {
    store.close();
    store = TestStores.open(TestStores.in(database));
    journal = new Journal(store);
    audit = new Audit(store, directory, "here");
  }

  @AfterAll
  void close() {
    store.close();
  }

  @AfterEach
  void anew() {
    workflow.world.clear();
    workflow.trouble = null;
    workflow.fact = "as it was";
    TestPostgres.execute(
        database.dataSource(), "delete from opsdesk.change_lock", "delete from opsdesk.run");
  }

  private Engine engine(Me me, String host) {
    return new Engine(
        SHOP,
        journal,
        new Guards(store),
        audit,
        me,
        host,
        clock,
        time -> now.updateAndGet(at -> at.plus(time)));
  }

  private Run start() throws InterruptedException {
    return engine(OPERATOR, "here").start(workflow, workflow.plan("x"), BECAUSE, run -> {});
  }

  private void eachHappenedOnce() {
    assertThat(workflow.world).hasSize(3).allSatisfy((step, times) -> assertThat(times).isOne());
  }

  @Test
  void everyStepIsSeenToBeDoneAndTheEnvironmentIsFreeAgain() throws Exception {
    List<String> heard = new ArrayList<>();
    Run run =
        engine(OPERATOR, "here")
            .start(
                workflow,
                workflow.plan("x"),
                BECAUSE,
                each -> heard.add(each.steps().getFirst().state().word()));
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.steps()).extracting(Run.RunStep::state).containsOnly(StepState.DONE);
    assertThat(run.steps()).extracting(Run.RunStep::attempts).containsOnly(1);
    assertThat(heard).containsSubsequence("waiting", "observing", "applying", "done");
    assertThat(journal.holder("shop")).isEmpty();
    assertThat(journal.log(run.id(), 0, 100))
        .anyMatch(line -> line.text().contains("Change second: applying"));
    assertThat(journal.runs("shop", 5, now.get())).containsExactly(run);
    eachHappenedOnce();
  }

  static Stream<Arguments> deaths() {
    return TestWorkflow.STEPS.stream()
        .flatMap(
            step ->
                Stream.of(
                        TestWorkflow.When.KILLED_BEFORE,
                        TestWorkflow.When.KILLED_DURING,
                        TestWorkflow.When.KILLED_AFTER)
                    .map(when -> Arguments.of(step, when)));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoeverResumesAppliesOnlyWhatDidNotHappen(String step, TestWorkflow.When when)
      throws Exception {
    workflow.trouble = new TestWorkflow.Trouble(step, when);
    assertThatThrownBy(this::start).isInstanceOf(TestWorkflow.Killed.class);
    String id = journal.runs("shop", 1, now.get()).getFirst().id();
    Engine other = engine(OPERATOR, "there");
    assertThatThrownBy(() -> other.resume(workflow, id, false, "", run -> {}))
        .as("its desk may be alive still")
        .isInstanceOf(ProblemException.class);

    now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
    assertThat(journal.run(id, now.get()).orElseThrow().state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(journal.holder("shop")).isPresent();
    Run run = other.resume(workflow, id, false, "", each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.host()).isEqualTo("there");
    eachHappenedOnce();
    assertThat(journal.holder("shop")).isEmpty();
  }

  @Test
  void anAnswerThatIsLostIsNoReasonToAskTwice() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.ANSWER_LOST);
    Run run = start();
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(journal.log(run.id(), 0, 100))
        .anyMatch(line -> line.text().contains("no answer, looking"));
    eachHappenedOnce();
  }

  @Test
  void whatWasTakenAndNeverDoneWaitsForAPersonAndKeepsTheLock() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.NEVER_DONE);
    Run paused = start();
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    assertThat(paused.why()).contains("Change second", "not seen within 10 s");
    assertThat(paused.steps())
        .extracting(Run.RunStep::state)
        .containsExactly(StepState.DONE, StepState.FAILED, StepState.WAITING);
    assertThat(journal.holder("shop").orElseThrow().id()).isEqualTo(paused.id());

    Run run = engine(OPERATOR, "here").resume(workflow, paused.id(), false, "", each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.steps().get(1).attempts()).isEqualTo(2);
    eachHappenedOnce();
  }

  @Test
  void aRefusalPausesAndMayBeLeftOutWithAReasonOrGivenUp() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.REFUSED);
    Run paused = start();
    assertThat(paused.steps().getFirst().detail()).contains("so it was asked");
    Run run =
        engine(OPERATOR, "here").resume(workflow, paused.id(), true, "done by hand", each -> {});
    assertThat(run.steps().getFirst().state()).isEqualTo(StepState.SKIPPED);
    assertThat(run.why()).isEqualTo("with steps left out");
    assertThat(workflow.world).containsOnlyKeys("second", "third");

    workflow.world.clear();
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.REFUSED);
    Run given = engine(OPERATOR, "here").abandon(start().id(), "not needed");
    assertThat(given.state()).isEqualTo(RunState.ABANDONED);
    assertThat(journal.holder("shop")).isEmpty();
    assertThatThrownBy(() -> engine(OPERATOR, "here").abandon(given.id(), "again"))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aPausedRunGivesWayToTheOneThatTakesItsPlace() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.REFUSED);
    Run paused = start();
    assertThat(engine(OPERATOR, "there").holder().orElseThrow().id()).isEqualTo(paused.id());
    workflow.trouble = null;
    workflow.world.clear();
    Start instead = new Start("customers see errors", "shop", "", paused.id());
    Run run = engine(OPERATOR, "there").start(workflow, workflow.plan("x"), instead, each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    Run before = journal.run(paused.id(), now.get()).orElseThrow();
    assertThat(before.state()).isEqualTo(RunState.ABANDONED);
    assertThat(before.why())
        .contains(
            "gives way to run " + run.id(), "customers see errors", "stays done: Change first");
    assertThat(audit.newest("shop", Long.MAX_VALUE, 10))
        .anySatisfy(
            line -> {
              assertThat(line.entry().action()).endsWith("abandon");
              assertThat(line.entry().detail()).contains("gives way to run " + run.id());
            });
  }

  @Test
  void onlyARunOfTheEnvironmentGivesWay() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.REFUSED);
    Run paused = start();
    TestPostgres.execute(
        database.dataSource(),
        "update opsdesk.run set plan = replace(plan, '\"shop\"', '\"mill\"')");
    int before = journal.runs("shop", 10, now.get()).size();
    assertThatThrownBy(
            () ->
                engine(OPERATOR, "there")
                    .start(
                        workflow,
                        workflow.plan("x"),
                        new Start("because", "shop", "", paused.id()),
                        each -> {}))
        .hasMessageContaining("it is a run of mill, not of shop");
    assertThat(journal.run(paused.id(), now.get()).orElseThrow().state())
        .isEqualTo(RunState.PAUSED);
    assertThat(journal.runs("shop", 10, now.get())).hasSize(before);
  }

  /** Nobody gets to the store, or everybody again. */
  private void reachable(boolean yes) {
    TestPostgres.execute(
        TestPostgres.server().dataSource("postgres"),
        "alter database %s with allow_connections %s".formatted(database.name(), yes),
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(yes ? "" : database.name()));
  }

  /** Waits as a person would for the store to be as it was made. */
  private void seen(Store.State state) {
    await().pollInterval(Duration.ofMillis(10)).until(() -> store.state() == state);
  }

  private Engine pausing(Pause pause) {
    return new Engine(SHOP, journal, new Guards(store), audit, OPERATOR, "here", clock, pause);
  }

  @Test
  void aJournalThatIsAwayForAWhileHoldsARunUpAndNothingIsDoneTwice() throws Exception {
    int[] turns = {0};
    workflow.beside =
        () -> {
          if (workflow.world.size() == 1) {
            reachable(false);
            seen(Store.State.DOWN);
          }
        };
    Pause pause =
        time -> {
          now.updateAndGet(at -> at.plus(time));
          if (store.state() == Store.State.DOWN && ++turns[0] == 20) {
            reachable(true);
            seen(Store.State.UP);
          }
        };
    try {
      Run run = pausing(pause).start(workflow, workflow.plan("x"), BECAUSE, each -> {});
      assertThat(turns[0]).isEqualTo(20);
      assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
      eachHappenedOnce();
    } finally {
      reachable(true);
      seen(Store.State.UP);
      workflow.beside = () -> {};
    }
  }

  @Test
  void aRunThatWaitsForAnotherOutlastsItsJournal() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.REFUSED);
    Run holder = start();
    int[] turns = {0};
    Pause pause =
        time -> {
          now.updateAndGet(at -> at.plus(time));
          turns[0]++;
          if (turns[0] == 3 || turns[0] == 6) {
            reachable(turns[0] == 6);
            seen(turns[0] == 6 ? Store.State.UP : Store.State.DOWN);
          } else if (turns[0] == 9) {
            workflow.world.clear();
            engine(OPERATOR, "there").abandon(holder.id(), "not needed");
          }
        };
    try {
      Run run = pausing(pause).start(workflow, workflow.plan("x"), BECAUSE, each -> {});
      assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
      eachHappenedOnce();
    } finally {
      reachable(true);
      seen(Store.State.UP);
    }
  }

  @Test
  void anErrorOfTheDeskItselfPausesTheRunAndIsTold() throws Exception {
    workflow.beside =
        () -> {
          throw new IllegalStateException("nobody thought of that");
        };
    Run run = start();
    workflow.beside = () -> {};
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(run.why()).contains("an error of the desk itself", "nobody thought of that");
    Run again = engine(OPERATOR, "here").resume(workflow, run.id(), false, "", each -> {});
    assertThat(again.state()).isEqualTo(RunState.DONE);
    eachHappenedOnce();
  }

  @Test
  void whoEndsTheDeskPausesItsRunsAndTheyGoOnLater() throws Exception {
    UnderWay runs = new UnderWay();
    CountDownLatch underWay = new CountDownLatch(1);
    Pause pause =
        time -> {
          underWay.countDown();
          Thread.sleep(Duration.ofSeconds(60));
        };
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.NEVER_DONE);
    Engine engine =
        new Engine(SHOP, journal, new Guards(store), audit, OPERATOR, "here", clock, pause, runs);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Run> work =
          threads.submit(() -> engine.start(workflow, workflow.plan("x"), BECAUSE, each -> {}));
      underWay.await();
      runs.stop();
      assertThat(journal.runs("shop", 1, now.get()).getFirst().state()).isEqualTo(RunState.PAUSED);
      assertThatThrownBy(work::get).hasCauseInstanceOf(InterruptedException.class);
    }
    Run paused = journal.runs("shop", 1, now.get()).getFirst();
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    assertThat(paused.why()).startsWith("stopped at the desk");
    Run run = engine(OPERATOR, "here").resume(workflow, paused.id(), false, "", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    eachHappenedOnce();
  }

  @Test
  void whatIsSaidAfterTheEndOfARunIsNotHeard() throws Exception {
    AtomicReference<RunLog> kept = new AtomicReference<>();
    Workflow keeping =
        new Workflow() {
          @Override
          public String id() {
            return workflow.id();
          }

          @Override
          public Plan plan(String target) {
            return workflow.plan(target);
          }

          @Override
          public List<Step> steps(Plan plan, RunLog log) {
            kept.set(log);
            log.line(RunLog.Level.INFO, "first", "in time");
            return workflow.steps(plan, log);
          }
        };
    Run run = engine(OPERATOR, "here").start(keeping, workflow.plan("x"), BECAUSE, each -> {});
    kept.get().line(RunLog.Level.INFO, "first", "too late");
    assertThat(journal.log(run.id(), 0, 100))
        .extracting(LogLine::text)
        .contains("in time")
        .doesNotContain("too late");
  }

  @Test
  void aStalePlanDoesNothingAndSaysWhatDiffers() throws Exception {
    Plan plan = workflow.plan("x");
    workflow.fact = "another";
    Run run = engine(OPERATOR, "here").start(workflow, plan, BECAUSE, each -> {});
    assertThat(run.state()).isEqualTo(RunState.REFUSED);
    assertThat(run.why()).contains("fact was as it was, is another");
    assertThat(workflow.world).isEmpty();
    assertThat(journal.holder("shop")).isEmpty();
  }

  @Test
  void whoMayNotChangesNothingAndIsRecorded() {
    Me somebody = new Me("Somebody", "somebody", List.of("support"));
    assertThatThrownBy(
            () -> engine(somebody, "here").start(workflow, workflow.plan("x"), BECAUSE, each -> {}))
        .hasMessageContaining("may not change shop");
    assertThat(workflow.world).isEmpty();
    Line newest = audit.newest("shop", Long.MAX_VALUE, 1).getFirst();
    assertThat(newest.entry().outcome().word()).isEqualTo("refused");
  }

  @Test
  void whoWasTakenOverWritesNothingMore() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("third", TestWorkflow.When.REFUSED);
    Run paused = start();
    Journal.Owner old = new Journal.Owner("somebody else", "there");
    assertThatThrownBy(() -> journal.state(paused.id(), old, RunState.DONE, "", now.get()))
        .isInstanceOf(Journal.NotOwner.class);
    assertThat(journal.run(paused.id(), now.get()).orElseThrow().state())
        .isEqualTo(RunState.PAUSED);
  }

  @Test
  void oneChangeAtATimeAndWhoWaitsSaysForWhom() throws Exception {
    Pause real = Pause.REAL;
    List<String> waited = java.util.Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        workflow.world.clear();
        List<Future<Run>> both = new ArrayList<>();
        for (String host : List.of("here", "there")) {
          Engine engine =
              new Engine(
                  SHOP,
                  journal,
                  new Guards(store),
                  audit,
                  OPERATOR,
                  host,
                  clock,
                  time ->
                      real.sleep(
                          time.compareTo(Duration.ofMillis(20)) > 0
                              ? Duration.ofMillis(20)
                              : time));
          Plan plan = workflow.plan("x");
          both.add(
              threads.submit(
                  () ->
                      engine.start(
                          workflow,
                          plan,
                          BECAUSE,
                          run -> {
                            if (run.state() == RunState.WAITING) {
                              waited.add(run.why());
                            }
                          })));
        }
        for (Future<Run> one : both) {
          assertThat(one.get(30, TimeUnit.SECONDS).state()).isEqualTo(RunState.DONE);
        }
        eachHappenedOnce();
      }
    }
    assertThat(workflow.most).hasValue(1);
    assertThat(waited).isNotEmpty().allMatch(why -> why.contains("waits for Operator"));
  }

  @Test
  void aRunThatNeverBeganIsPlannedAnewBeforeItGoesOn() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.REFUSED);
    Run holder = start();
    Engine stopped =
        new Engine(
            SHOP,
            journal,
            new Guards(store),
            audit,
            OPERATOR,
            "here",
            clock,
            time -> {
              throw new InterruptedException("the desk is closed while it waits");
            });
    assertThatThrownBy(() -> stopped.start(workflow, workflow.plan("x"), BECAUSE, run -> {}))
        .isInstanceOf(InterruptedException.class);
    Run waited =
        journal.runs("shop", 2, now.get()).stream()
            .filter(run -> !run.id().equals(holder.id()))
            .findFirst()
            .orElseThrow();
    engine(OPERATOR, "here").abandon(holder.id(), "not needed");
    workflow.fact = "another";
    Run run = engine(OPERATOR, "there").resume(workflow, waited.id(), false, "", each -> {});
    assertThat(run.state()).isEqualTo(RunState.REFUSED);
    assertThat(run.why()).contains("fact was as it was, is another");
    assertThat(workflow.world).isEmpty();
    assertThat(journal.holder("shop")).isEmpty();
  }

  @Test
  void whoWasGivenUpWhileItWaitedTakesTheLockNoMore() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.REFUSED);
    start();
    Engine other = engine(OPERATOR, "there");
    Engine asleep =
        new Engine(
            SHOP,
            journal,
            new Guards(store),
            audit,
            OPERATOR,
            "here",
            clock,
            time -> {
              now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
              journal.runs("shop", 2, now.get()).stream()
                  .filter(run -> !run.state().isOver())
                  .forEach(run -> other.abandon(run.id(), "not needed"));
            });
    assertThatThrownBy(() -> asleep.start(workflow, workflow.plan("x"), BECAUSE, run -> {}))
        .isInstanceOf(Journal.NotOwner.class);
    assertThat(journal.holder("shop")).isEmpty();
    assertThat(start().state()).isEqualTo(RunState.DONE);
  }
}
