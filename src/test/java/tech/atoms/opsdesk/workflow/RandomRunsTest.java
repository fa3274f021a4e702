package tech.atoms.opsdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
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
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/**
 * Random walks over the engine: steps of any kind, answers of any kind, desks that die, people who
 * cancel, skip, take back, take over and give up. Each walk follows from its seed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomRunsTest {
  private static final int WALKS = Integer.getInteger("opsdesk.test.walks", 150);
  private static final int MOVES = 12;
  private static final Environment SHOP = Worlds.environment(EnvironmentKind.STAGING, "shop");
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store store = TestStores.open(TestStores.in(database));
  private final Journal journal = new Journal(store);
  private final Guards guards = new Guards(store);
  private final Map<RunState, Integer> ends = new EnumMap<>(RunState.class);
  private int takenBackAtOnce;
  private Audit audit = new Audit(store, Path.of("."), "here");

  @BeforeAll
  void open(@TempDir Path directory) {
    audit = new Audit(store, directory, "here");
  }

  @AfterAll
  void close() {
    store.close();
  }

  @Test
  void whateverHappensNothingIsDoneTwiceNothingIsGreenThatIsNotAndTheLockIsFreed()
      throws Exception {
    for (long seed = 1; seed <= WALKS; seed++) {
      new Walk(seed).go();
    }
    assertThat(ends)
        .as("the walks come to every end")
        .containsKeys(RunState.DONE, RunState.STOPPED, RunState.TAKEN_BACK, RunState.ABANDONED);
    assertThat(takenBackAtOnce).as("taken back though it must not be asked for twice").isPositive();
  }

  /** One walk: a run from its start to whatever end. */
  private final class Walk {
    private final long seed;
    private final Random random;
    private final RandomWorkflow workflow;
    private int nested;

    Walk(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.workflow = new RandomWorkflow(random);
      workflow.anything = this::anything;
      workflow.death =
          () -> {
            if (nested == 0 && random.nextInt(30) == 0) {
              throw new TestWorkflow.Killed();
            }
          };
    }

    void go() throws Exception {
      attempt(
          () ->
              engine("here")
                  .start(workflow, workflow.plan("x"), Start.of("because", "shop"), this::heard));
      String id = journal.runs("shop", 1, now.get()).getFirst().id();
      for (int i = 0; i < MOVES && !holds(id).state().isOver(); i++) {
        move(id);
      }
      workflow.anything = () -> {};
      now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
      if (!holds(id).state().isOver()) {
        engine("there").abandon(id, "enough");
      }
      Run end = holds(id);
      assertThat(end.state().isOver()).as(told(end)).isTrue();
      ends.merge(end.state(), 1, Integer::sum);
      if (end.state() == RunState.TAKEN_BACK
          && workflow.steps.stream().anyMatch(RandomWorkflow.Any::takenBackAtOnce)) {
        takenBackAtOnce++;
      }
    }

    /** What a person does with a run that is not over. */
    private void move(String id) throws Exception {
      if (random.nextInt(3) > 0) {
        now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
      }
      Engine engine = engine("there");
      switch (random.nextInt(10)) {
        case 0 -> attempt(() -> engine.resume(workflow, id, true, "without", this::heard));
        case 1 -> attempt(() -> engine.takeBack(workflow, id, "wrong", this::heard));
        case 2 -> attempt(() -> engine.takeOver(workflow, id, "gone", this::heard));
        case 3 -> {
          if (random.nextInt(4) == 0) {
            attempt(() -> engine.abandon(id, "not needed"));
          }
        }
        default -> attempt(() -> engine.resume(workflow, id, false, "", this::heard));
      }
    }

    private interface Action {
      void go() throws InterruptedException;
    }

    private void attempt(Action action) {
      try {
        action.go();
      } catch (TestWorkflow.Killed died) {
        // As SIGKILL does: nothing more is written.
      } catch (InterruptedException stopped) {
        // The desk was closed in order.
      } catch (ProblemException refused) {
        // Somebody works on it still, or has taken it over, or it is over.
      }
    }

    private void heard(Run run) {
      anything();
    }

    /** Now and then the desk dies, a person asks for the end, or another desk takes it over. */
    private void anything() {
      if (nested > 0) {
        return;
      }
      switch (random.nextInt(60)) {
        case 0, 1 -> throw new TestWorkflow.Killed();
        case 2 -> newest().ifPresent(run -> attempt(() -> engine("else").cancel(run.id(), "no")));
        case 3 ->
            newest()
                .ifPresent(
                    run -> {
                      nested++;
                      attempt(
                          () -> engine("else").takeOver(workflow, run.id(), "mine", each -> {}));
                      nested--;
                    });
        default -> {}
      }
    }

    private Optional<Run> newest() {
      return journal.runs("shop", 1, now.get()).stream().findFirst();
    }

    private Engine engine(String host) {
      return new Engine(SHOP, journal, guards, audit, OPERATOR, host, clock, time -> pause(time));
    }

    private void pause(Duration time) throws InterruptedException {
      now.updateAndGet(at -> at.plus(time));
      Run run = newest().orElseThrow();
      if (run.gate() != null && random.nextInt(3) == 0) {
        attempt(
            () ->
                new AtGate(SHOP, journal, guards, audit, OPERATOR, clock)
                    .tick(run.id(), "I looked"));
      }
      if (random.nextInt(80) == 0) {
        throw new InterruptedException("closed");
      }
      anything();
    }

    /** The run as it stands, after looking whether everything holds. */
    private Run holds(String id) {
      Run run = journal.run(id, now.get()).orElseThrow();
      String told = told(run);
      assertThat(workflow.violations).as(told).isEmpty();
      boolean locked = journal.holder("shop").isPresent();
      assertThat(locked && run.state().isOver()).as("lock: " + told).isFalse();
      boolean began = run.steps().stream().anyMatch(step -> step.started() != null);
      assertThat(locked || run.state().isOver() || !began).as("lock: " + told).isTrue();
      for (int i = 0; i < run.steps().size(); i++) {
        holds(run, run.steps().get(i), workflow.steps.get(i), told);
      }
      if (run.state() == RunState.TAKEN_BACK) {
        assertThat(workflow.steps)
            .as(told)
            .filteredOn(step -> step.compensation() != null)
            .noneMatch(RandomWorkflow.Any::happened);
      }
      return run;
    }

    private void holds(Run run, Run.RunStep step, RandomWorkflow.Any real, String told) {
      boolean change = !real.looks && !real.gate;
      if (step.state() == StepState.DONE && change) {
        assertThat(real.happened()).as(told).isTrue();
      }
      if (!real.repeatable && change) {
        assertThat(step.attempts()).as(told).isLessThanOrEqualTo(1);
      }
      if (run.state() == RunState.DONE) {
        assertThat(step.state()).as(told).isIn(StepState.DONE, StepState.SKIPPED);
        if (step.state() == StepState.SKIPPED) {
          assertThat(run.isVerified()).as(told).isFalse();
        }
      }
      if (run.state() == RunState.STOPPED && real.pointOfNoReturn()) {
        assertThat(step.state())
            .as("past the point of no return: " + told)
            .isNotEqualTo(StepState.DONE);
      }
      boolean tells =
          run.state() == RunState.STOPPED
              || run.state() == RunState.ABANDONED
              || run.state() == RunState.TAKEN_BACK;
      if (tells && change && real.happened()) {
        assertThat(run.why()).as("what remains: " + told).contains(": " + real.name);
      }
    }

    private String told(Run run) {
      StringBuilder text = new StringBuilder("seed " + seed + ": " + run.state() + " " + run.why());
      for (int i = 0; i < run.steps().size(); i++) {
        RandomWorkflow.Any real = workflow.steps.get(i);
        Run.RunStep step = run.steps().get(i);
        text.append("\n  ").append(step).append(" is ").append(real.is);
      }
      journal
          .log(run.id(), 0, 1_000)
          .forEach(
              line -> text.append("\n    ").append(line.level()).append(' ').append(line.text()));
      return text.toString();
    }
  }
}
