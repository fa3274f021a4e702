package tech.atoms.opsdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Gates, ends by request, taking back, freezes and the lock on production; on a real store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleInRunsTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Me LEAD = new Me("Lead", "lead", List.of("operator", "lead"));
  private static final Start BECAUSE = Start.of("because", "shop");
  private static final Environment SHOP = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final TestWorkflow workflow = new TestWorkflow();
  private final Store store = TestStores.open(TestStores.in(database));
  private final Journal journal = new Journal(store);
  private final Guards guards = new Guards(store);
  private Audit audit = new Audit(store, Path.of("."), "here");
  private @Nullable Consumer<Duration> beside;

  @BeforeAll
  void open(@TempDir Path directory) {
    audit = new Audit(store, directory, "here");
  }

  @AfterAll
  void close() {
    store.close();
  }

  @AfterEach
  void anew() {
    workflow.world.clear();
    workflow.gate = null;
    workflow.noReturn = "";
    workflow.trouble = null;
    workflow.away = false;
    workflow.beside = () -> {};
    beside = null;
    TestPostgres.execute(
        database.dataSource(),
        "delete from opsdesk.change_lock",
        "delete from opsdesk.run",
        "delete from opsdesk.approval",
        "delete from opsdesk.change_freeze",
        "delete from opsdesk.change_unlock");
  }

  private Engine engine(Environment environment, Me me, String host) {
    return new Engine(
        environment,
        journal,
        guards,
        audit,
        me,
        host,
        clock,
        time -> {
          now.updateAndGet(at -> at.plus(time));
          Consumer<Duration> also = beside;
          if (also != null) {
            also.accept(time);
          }
        });
  }

  private AtGate at(Me me) {
    return new AtGate(SHOP, journal, guards, audit, me, clock);
  }

  private Run start(Consumer<Run> progress) throws InterruptedException {
    return engine(SHOP, OPERATOR, "here").start(workflow, workflow.plan("x"), BECAUSE, progress);
  }

  private Run newest() {
    return journal.runs("shop", 1, now.get()).getFirst();
  }

  private List<String> actions() {
    return audit.newest("shop", Long.MAX_VALUE, 6).stream()
        .map(line -> line.entry().action())
        .toList();
  }

  /** Asks for everything that a gate can ask for. */
  private final class Asks implements Gate {
    private volatile GateCheck.State state = GateCheck.State.UNKNOWN;

    @Override
    public String question() {
      return "Go on?";
    }

    @Override
    public List<GateCheck> checks() {
      return List.of(new GateCheck("Staged build answers", state, "as seen", now.get()));
    }

    @Override
    public List<String> ticks() {
      return List.of("Support is told");
    }

    @Override
    public List<Approval> approvals() {
      return List.of(new Approval("lead", 1, Duration.ofHours(1)));
    }

    @Override
    public String typed() {
      return "shop x";
    }
  }

  @Test
  void aGateOpensWhenEverythingIsThereAndSaysWhatItWaitsFor() throws Exception {
    Asks asks = new Asks();
    workflow.gate = asks;
    List<List<String>> waited = new ArrayList<>();
    int[] turn = {0};
    beside =
        time -> {
          Run run = newest();
          if (run.state() != RunState.NEEDS_YOU || run.gate() == null) {
            return;
          }
          waited.add(run.gate().waitsFor());
          switch (turn[0]++) {
            case 0 -> {
              at(OPERATOR).tick(run.id(), "Support is told");
              at(OPERATOR).tick(run.id(), "Support is told"); // pressed twice
            }
            case 1 -> at(OPERATOR).type(run.id(), "shop x");
            case 2 -> {
              assertThatThrownBy(() -> at(OPERATOR).approve(run.id(), "lead", AtGate.APPROVAL))
                  .hasMessageContaining("Nobody approves their own plan");
              at(LEAD).approve(run.id(), "lead", AtGate.APPROVAL);
            }
            default -> asks.state = GateCheck.State.PASS;
          }
        };
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.steps())
        .extracting(Run.RunStep::detail)
        .anySatisfy(
            detail ->
                assertThat(detail).containsOnlyOnce("\"Support is told\" confirmed by Operator"));
    assertThat(waited.getFirst())
        .containsExactly(
            "Staged build answers (unknown)",
            "tick: Support is told",
            "approval of 1 more for lead",
            "typed text");
    assertThat(waited).anyMatch(one -> one.equals(List.of("Staged build answers (unknown)")));
    assertThat(run.steps().get(1).detail())
        .contains("1 checks pass", "\"shop x\" typed by Operator", "approved for lead by Lead");
    assertThat(run.gate()).isNull();
    assertThat(workflow.world).containsOnlyKeys("first", "third");
  }

  @Test
  void anApprovalEndsByItselfAndABypassIsLoud() throws Exception {
    Asks asks = new Asks();
    asks.state = GateCheck.State.PASS;
    workflow.gate = asks;
    beside =
        time -> {
          Run run = newest();
          if (run.gate() == null) {
            return;
          }
          if (journal.said(run, now.get()).isEmpty()) {
            at(OPERATOR).tick(run.id(), "Support is told");
            at(OPERATOR).type(run.id(), "shop x");
            now.updateAndGet(time1 -> time1.minus(Duration.ofHours(2)));
            at(LEAD).approve(run.id(), "lead", AtGate.APPROVAL);
            now.updateAndGet(time1 -> time1.plus(Duration.ofHours(2)));
          } else {
            assertThat(run.gate().waitsFor()).containsExactly("approval of 1 more for lead");
            at(OPERATOR).bypass(run.id(), "the lead cannot be reached");
          }
        };
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.steps().get(1).detail())
        .contains("WITHOUT APPROVAL by Operator: the lead cannot be reached");
    assertThat(actions()).contains("workflow.bypass");
    assertThat(journal.log(run.id(), 0, 100))
        .anyMatch(
            line ->
                line.level() == RunLog.Level.WARN
                    && line.text().contains("the lead cannot be reached"));
  }

  @Test
  void whatWasSaidAtAGateOutlivesTheDesk() throws Exception {
    Asks asks = new Asks();
    asks.state = GateCheck.State.PASS;
    workflow.gate = asks;
    beside =
        time -> {
          Run run = newest();
          if (run.gate() != null) {
            at(OPERATOR).tick(run.id(), "Support is told");
            at(OPERATOR).type(run.id(), "shop x");
            at(LEAD).approve(run.id(), "lead", AtGate.APPROVAL);
            beside = null;
            throw new TestWorkflow.Killed();
          }
        };
    assertThatThrownBy(() -> start(each -> {})).isInstanceOf(TestWorkflow.Killed.class);
    now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
    assertThat(newest().state()).isEqualTo(RunState.INTERRUPTED);
    Run run =
        engine(SHOP, OPERATOR, "there").resume(workflow, newest().id(), false, "", each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
  }

  @Test
  void whatWasSaidAtAGateIsSaidAnewOnceItIsAsOldAsAnApprovalMayBe() throws Exception {
    Asks asks = new Asks();
    asks.state = GateCheck.State.PASS;
    workflow.gate = asks;
    beside =
        time -> {
          Run run = newest();
          if (run.gate() != null) {
            at(OPERATOR).tick(run.id(), "Support is told");
            at(OPERATOR).type(run.id(), "shop x");
            beside = null;
            throw new TestWorkflow.Killed();
          }
        };
    assertThatThrownBy(() -> start(each -> {})).isInstanceOf(TestWorkflow.Killed.class);
    now.updateAndGet(at -> at.plus(AtGate.APPROVAL));
    List<List<String>> waited = new ArrayList<>();
    beside =
        time -> {
          Run run = newest();
          GateView gate = run.gate();
          if (gate != null) {
            waited.add(gate.waitsFor());
            at(OPERATOR).tick(run.id(), "Support is told");
            at(OPERATOR).type(run.id(), "shop x");
            at(LEAD).approve(run.id(), "lead", AtGate.APPROVAL);
          }
        };
    Run run =
        engine(SHOP, OPERATOR, "there").resume(workflow, newest().id(), false, "", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(waited.getFirst()).contains("tick: Support is told", "typed text");
  }

  @Test
  void aRunThatIsCancelledStopsBeforeItsNextStepAndTellsWhatRemains() throws Exception {
    workflow.beside =
        () -> engine(SHOP, LEAD, "there").cancel(newest().id(), "the incident is over");
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.STOPPED);
    assertThat(run.why()).isEqualTo("stays done: Change first (undo: none); 2 steps were not done");
    assertThat(workflow.world).containsOnlyKeys("first");
    assertThat(journal.holder("shop")).isEmpty();
    assertThatThrownBy(() -> engine(SHOP, LEAD, "there").cancel(run.id(), "again"))
        .hasMessageContaining("it is stopped");
  }

  @Test
  void whatIsUnderWayCanBeEndedWhereItsStepSaysSo() throws Exception {
    workflow.slow = true;
    workflow.beside =
        () -> {
          workflow.beside = () -> {};
          engine(SHOP, LEAD, "there").cancel(newest().id(), "too slow");
        };
    Run run = start(each -> {});
    workflow.slow = false;
    assertThat(run.state()).isEqualTo(RunState.STOPPED);
    assertThat(run.steps().getFirst().state()).isEqualTo(StepState.CANCELLED);
    assertThat(run.why()).startsWith("may have happened: Change first");
  }

  @Test
  void whatWasNotAskedForYetIsNotWaitedForAlthoughNothingCanBeSeen() throws Exception {
    workflow.away = true;
    beside =
        time -> {
          if (newest().cancel().isEmpty()) {
            engine(SHOP, LEAD, "there").cancel(newest().id(), "it hangs");
          }
        };
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.STOPPED);
    assertThat(run.why()).isEqualTo("nothing was changed; 3 steps were not done");
  }

  @Test
  void nothingIsAskedForAgainOnceTheEndWasAskedFor() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.NEVER_DONE);
    Run paused = start(each -> {});
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    workflow.away = true;
    beside =
        time -> {
          if (newest().cancel().isEmpty()) {
            engine(SHOP, LEAD, "there").cancel(newest().id(), "leave it");
          }
          workflow.away = false;
        };
    Run run = engine(SHOP, OPERATOR, "here").resume(workflow, paused.id(), false, "", each -> {});
    assertThat(workflow.world).isEmpty();
    assertThat(run.state()).isEqualTo(RunState.STOPPED);
    assertThat(run.why()).startsWith("may have happened: Change first");
  }

  @Test
  void whatNobodyWorksOnIsNotCancelled() {
    workflow.trouble = new TestWorkflow.Trouble("second", TestWorkflow.When.KILLED_BEFORE);
    assertThatThrownBy(() -> start(each -> {})).isInstanceOf(TestWorkflow.Killed.class);
    now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
    Run run = newest();
    assertThatThrownBy(() -> engine(SHOP, LEAD, "there").cancel(run.id(), "stop"))
        .hasMessageContaining("it is interrupted");
    assertThat(newest().cancel()).isEmpty();
  }

  @Test
  void secretsInWhatAGateShowsAreMaskedOneByOneAndItOpensAllTheSame() throws Exception {
    workflow.gate =
        new Gate() {
          @Override
          public String question() {
            return "Go on?";
          }

          @Override
          public List<GateCheck> checks() {
            return List.of(
                new GateCheck("https://shop:443", GateCheck.State.PASS, "ops@shop", now.get()));
          }

          @Override
          public List<String> ticks() {
            return List.of("password=hidden-word is not used any more");
          }
        };
    beside =
        time -> {
          Run run = newest();
          if (run.gate() != null && journal.said(run, now.get()).isEmpty()) {
            assertThat(run.gate().checks().getFirst().detail()).isEqualTo("ops@shop");
            assertThat(run.gate().ticks()).containsExactly("password=**** is not used any more");
            at(OPERATOR).tick(run.id(), run.gate().ticks().getFirst());
          } else if (run.gate() != null) {
            engine(SHOP, LEAD, "there").cancel(run.id(), "it does not open");
          }
        };
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(journal.record(run).gates()).hasSize(1);
  }

  @Test
  void pastThePointOfNoReturnItGoesOnAndSaysSo() throws Exception {
    workflow.noReturn = "first";
    workflow.beside = () -> engine(SHOP, LEAD, "there").cancel(newest().id(), "stop");
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.cancel()).isEmpty();
    assertThat(journal.log(run.id(), 0, 100))
        .anyMatch(line -> line.text().contains("the point of no return is passed"));
  }

  @Test
  void whatWasAskedForAndLeftOutMayHaveHappenedAndIsPastThePointOfNoReturn() throws Exception {
    workflow.noReturn = "first";
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.NEVER_DONE);
    Run paused = start(each -> {});
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    workflow.beside = () -> cancelled(paused.id());
    Run run = engine(SHOP, OPERATOR, "here").resume(workflow, paused.id(), true, "so", each -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);

    workflow.beside = () -> {};
    workflow.world.clear();
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.REFUSED);
    Run refused = start(each -> {});
    workflow.beside = () -> cancelled(refused.id());
    Run ended =
        engine(SHOP, OPERATOR, "here").resume(workflow, refused.id(), true, "so", each -> {});
    assertThat(ended.state()).as(ended.why()).isEqualTo(RunState.STOPPED);
  }

  private void cancelled(String run) {
    engine(SHOP, LEAD, "there").cancel(run, "enough");
  }

  @Test
  void aGatePastThePointOfNoReturnHoldsNobodyCaptive() throws Exception {
    workflow.noReturn = "first";
    workflow.gate = new Asks();
    beside =
        time -> {
          Run run = newest();
          if (run.gate() != null && run.cancel().isEmpty()) {
            engine(SHOP, LEAD, "there").cancel(run.id(), "it looks wrong");
          }
        };
    Run paused = start(each -> {});
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    assertThat(paused.why()).contains("not opened: the run's end was asked for");
    assertThat(paused.cancel()).isEmpty();
    assertThat(workflow.world).containsOnlyKeys("first");
    beside = null;
    Run back = engine(SHOP, OPERATOR, "here").takeBack(workflow, paused.id(), "so", each -> {});
    assertThat(back.state()).isEqualTo(RunState.TAKEN_BACK);
    assertThat(workflow.world).isEmpty();
  }

  @Test
  void whatWasDoneIsTakenBackTheLastFirstAlsoAfterACrash() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("third", TestWorkflow.When.REFUSED);
    Run paused = start(each -> {});
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    workflow.trouble = new TestWorkflow.Trouble("back of second", TestWorkflow.When.KILLED_BEFORE);
    Engine engine = engine(SHOP, OPERATOR, "here");
    assertThatThrownBy(() -> engine.takeBack(workflow, paused.id(), "undo", each -> {}))
        .isInstanceOf(TestWorkflow.Killed.class);
    assertThat(workflow.world).containsOnlyKeys("first", "second");
    now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
    Run run = engine.resume(workflow, paused.id(), false, "", each -> {});
    assertThat(run.state()).isEqualTo(RunState.TAKEN_BACK);
    assertThat(workflow.world).isEmpty();
    assertThat(run.why()).contains("taken back: Change first", "taken back: Change second");
    assertThat(journal.holder("shop")).isEmpty();
  }

  @Test
  void aRunIsTakenOverWithAReasonAlthoughItsDeskIsAlive() throws Exception {
    Run[] taken = new Run[1];
    workflow.beside =
        () -> {
          workflow.beside = () -> {};
          try {
            taken[0] =
                engine(SHOP, LEAD, "there")
                    .takeOver(workflow, newest().id(), "they are asleep", each -> {});
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThatThrownBy(() -> start(each -> {})).isInstanceOf(Journal.NotOwner.class);
    assertThat(taken[0].state()).isEqualTo(RunState.DONE);
    assertThat(taken[0].host()).isEqualTo("there");
    assertThat(actions()).contains("workflow.take-over");
  }

  @Test
  void inAFreezeNothingIsChangedUnlessItIsOverriddenAloud() throws Exception {
    at(LEAD).freeze(now.get(), now.get().plus(Duration.ofHours(1)), "quarter end");
    assertThatThrownBy(() -> start(each -> {})).hasMessageContaining("shop is frozen");
    Run run =
        engine(SHOP, OPERATOR, "here")
            .start(
                workflow,
                workflow.plan("x"),
                new Start("because", "shop", "customers are down", ""),
                each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(actions()).contains("workflow.override-freeze", "workflow.refuse");
    workflow.world.clear();
    assertThat(at(LEAD).thaw("over")).isEqualTo(1);
    assertThat(start(each -> {}).state()).isEqualTo(RunState.DONE);
  }

  @Test
  void aFreezeThatBeginsWhileARunWaitsKeepsItFromBeginning() throws Exception {
    workflow.trouble = new TestWorkflow.Trouble("first", TestWorkflow.When.REFUSED);
    Run holder = start(each -> {});
    beside =
        time -> {
          beside = null;
          at(LEAD).freeze(now.get(), now.get().plus(Duration.ofHours(1)), "an incident");
          engine(SHOP, LEAD, "there").abandon(holder.id(), "not needed");
        };
    Run run = start(each -> {});
    assertThat(run.state()).isEqualTo(RunState.REFUSED);
    assertThat(run.why()).contains("frozen", "Lead said: an incident");
    assertThat(workflow.world).isEmpty();
    assertThat(journal.holder("shop")).isEmpty();
  }

  @Test
  void productionIsReadOnlyUntilItIsUnlockedForATime() throws Exception {
    Environment locked = withPolicy(new Policy(List.of("operator"), false, true, 15, NO_BUDGET));
    Engine engine = engine(locked, OPERATOR, "here");
    assertThatThrownBy(
            () -> engine.start(workflow, workflow.plan("x"), Start.of("because", ""), each -> {}))
        .hasMessageContaining("shop is read-only");
    Instant until =
        new AtGate(locked, journal, guards, audit, OPERATOR, clock).unlock("an incident");
    assertThat(until).isEqualTo(now.get().plus(Duration.ofMinutes(15)));
    assertThat(guards.unlockedUntil("shop", "operator", now.get())).contains(until);
    assertThat(guards.unlockedUntil("shop", "lead", now.get())).isEmpty();
    Run run = engine.start(workflow, workflow.plan("x"), Start.of("because", ""), each -> {});
    assertThat(run.state()).isEqualTo(RunState.DONE);
    now.set(until);
    workflow.world.clear();
    assertThatThrownBy(
            () -> engine.start(workflow, workflow.plan("x"), Start.of("because", ""), each -> {}))
        .isInstanceOf(ProblemException.class);
    Run typed = engine.start(workflow, workflow.plan("x"), BECAUSE, each -> {});
    assertThat(typed.state()).isEqualTo(RunState.DONE);
    assertThat(guards.unlockedUntil("shop", "operator", now.get())).isPresent();
  }

  private static final Policy.Budgets NO_BUDGET = new Policy.Budgets(2, 60);

  private static Environment withPolicy(Policy policy) {
    return new Environment(
        SHOP.name(),
        SHOP.kind(),
        SHOP.server(),
        SHOP.database(),
        SHOP.platform(),
        policy,
        SHOP.contacts(),
        SHOP.samplingInterval(),
        SHOP.source(),
        SHOP.people());
  }

  @Test
  void whoWaitsLongestIsNext() throws Exception {
    Engine engine = engine(SHOP, OPERATOR, "here");
    Run holder = start(each -> {});
    assertThat(holder.state()).isEqualTo(RunState.DONE);
    Run early = waiting("early", now.get());
    Run late = waiting("late", now.get().plusSeconds(1));
    assertThat(journal.lock(late, owner(late), now.get())).contains("early");
    assertThat(journal.lock(early, owner(early), now.get())).isEmpty();
    assertThat(journal.lock(late, owner(late), now.get())).contains("early");
    assertThat(journal.holder("shop").orElseThrow().id()).isEqualTo("early");
    assertThat(engine.cancel("late", "not needed").cancel()).isEqualTo("Operator: not needed");
  }

  private Run waiting(String id, Instant created) {
    Run run =
        new Run(
            id,
            workflow.plan("x"),
            RunState.WAITING,
            "",
            "because",
            "Operator",
            "operator",
            "here",
            created,
            created,
            null,
            "",
            false,
            null,
            List.of());
    journal.create(run, owner(run));
    return run;
  }

  private static Journal.Owner owner(Run run) {
    return new Journal.Owner(run.id(), "here");
  }

  @Test
  void stepsTellHowLongTheyUsuallyTake() throws Exception {
    assertThat(journal.usual("shop", "test")).isEmpty();
    start(each -> {});
    assertThat(journal.usual("shop", "test")).containsOnlyKeys("first", "second", "third");
  }
}
