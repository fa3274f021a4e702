package tech.atoms.opsdesk.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.traffic.LookStep;

/** What a window knows of the runs that it works on; on a real store, without a window. */
class RunsTest {
  private static final Environment SHOP = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));

  private Runnable beside = () -> {};

  /** Looks once. */
  private final class Looks implements Workflow {
    @Override
    public String id() {
      return "look";
    }

    @Override
    public Plan plan(String target) {
      return new Plan(
          "look",
          "shop",
          target,
          "A look",
          "shop",
          Map.of(),
          List.of(),
          List.of(new PlannedStep("look", "Look", "", "", "nothing is changed")));
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      return List.of(
          new LookStep(
              "look",
              Duration.ofSeconds(10),
              () -> {
                Runnable once = beside;
                beside = () -> {};
                once.run();
                return Observed.done("seen");
              }));
    }
  }

  /** Works at once, where it is asked to. */
  private static final class AtOnce implements Jobs {
    @Override
    public <T> Job run(String name, Callable<T> work, Consumer<T> done, Consumer<Problem> failed) {
      try {
        done.accept(work.call());
      } catch (ProblemException e) {
        failed.accept(e.problem());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return () -> {};
    }

    @Override
    public void onFx(Runnable action) {
      action.run();
    }
  }

  @Test
  void aRunThatAnotherDeskHasTakenOverIsShownAsTheJournalHasIt(@TempDir Path directory) {
    try (Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()))) {
      Journal journal = new Journal(store);
      Guards guards = new Guards(store);
      Audit audit = new Audit(store, directory, "here");
      Me me = new Me("Operator", "operator", List.of("operator"));
      Workflow workflow = new Looks();
      Engine there = engine(journal, guards, audit, me, "there");
      Runs runs =
          new Runs(
              SHOP,
              me,
              engine(journal, guards, audit, me, "here"),
              new AtGate(SHOP, journal, guards, audit, me, CLOCK),
              guards,
              journal,
              new Workflows() {
                @Override
                public <T> T with(String name, Work<T> work) throws Exception {
                  return work.with(workflow);
                }
              },
              new AtOnce(),
              action -> () -> {},
              CLOCK);
      beside =
          () -> {
            Run run = journal.runs("shop", 1, CLOCK.instant()).getFirst();
            assertThat(runs.worksOn(run.id())).isTrue();
            try {
              there.takeOver(workflow, run.id(), "they are asleep", told -> {});
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      List<Run> begun = new ArrayList<>();
      List<Problem> failed = new ArrayList<>();
      runs.start(workflow.plan(""), Start.of("because", "shop"), begun::add, failed::add);
      assertThat(begun).hasSize(1);
      assertThat(failed)
          .extracting(Problem::what)
          .containsExactly("The run belongs to another desk now");
      String id = begun.getFirst().id();
      assertThat(journal.run(id, CLOCK.instant()).orElseThrow().state()).isEqualTo(RunState.DONE);
      assertThat(runs.worksOn(id)).isFalse();
      assertThat(runs.told(id)).isEmpty();
    }
  }

  private static Engine engine(Journal journal, Guards guards, Audit audit, Me me, String host) {
    return new Engine(SHOP, journal, guards, audit, me, host, CLOCK, time -> {});
  }
}
