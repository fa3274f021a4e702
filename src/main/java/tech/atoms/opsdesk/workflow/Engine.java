package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;

/**
 * Runs workflows in one environment: lock, fresh plan, steps, journal. Safe on any thread; a run is
 * carried out on the thread that asks for it, and goes on where it was after whatever ended it.
 */
public final class Engine {
  private static final Duration WAIT_AGAIN = Duration.ofSeconds(1);

  private final Environment environment;
  private final Journal journal;
  private final Audit audit;
  private final Me me;
  private final String host;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * The engine of an environment.
   *
   * @param me the person at this desk
   * @param host the name of this machine
   */
  public Engine(
      Environment environment,
      Journal journal,
      Audit audit,
      Me me,
      String host,
      InstantSource clock,
      Pause pause) {
    this.environment = environment;
    this.journal = journal;
    this.audit = audit;
    this.me = me;
    this.host = host;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Carries a plan out. Waits while another run holds the environment; does nothing where the facts
   * are others by then.
   *
   * @param plan what the person has seen
   * @param reason why, in the person's words
   * @param progress hears how the run stands, after every change
   * @return how it stands when it is over, or waits for a person
   * @throws ProblemException where the person may not, or the journal is away
   * @throws InterruptedException where the thread was interrupted: the run is paused then
   */
  public Run start(Workflow workflow, Plan plan, String reason, Consumer<Run> progress)
      throws InterruptedException {
    require(plan.workflow(), plan.title());
    Instant now = clock.instant();
    List<Run.RunStep> steps =
        plan.steps().stream()
            .map(s -> new Run.RunStep(s.id(), s.name(), StepState.WAITING, 0, "", null, null))
            .toList();
    String id = UUID.randomUUID().toString().substring(0, 8);
    Run run =
        new Run(
            id,
            plan,
            RunState.WAITING,
            "",
            reason,
            me.name(),
            me.login(),
            host,
            now,
            now,
            null,
            steps);
    Journal.Owner owner = owner();
    journal.create(run, owner);
    record("start", id, Entry.Outcome.DONE, plan.title() + "; " + reason);
    return work(
        workflow,
        id,
        owner,
        progress,
        () -> {
          waitForLock(run, owner, progress);
          requireFresh(workflow, plan);
          say(id, owner, RunState.RUNNING, "", progress);
        });
  }

  /**
   * Goes on with a run that is paused or was interrupted: what has happened meanwhile is seen
   * first, and only what has not is asked for.
   *
   * @param skip goes on without the step that failed; it never counts as done
   * @param reason why; needed to skip
   */
  public Run resume(
      Workflow workflow, String id, boolean skip, String reason, Consumer<Run> progress)
      throws InterruptedException {
    Run before = known(id);
    require(before.plan().workflow(), before.plan().title());
    Journal.Owner owner = owner();
    if (!journal.claim(id, owner, clock.instant())) {
      throw new ProblemException(
          new Problem(
              "The run cannot be resumed",
              id,
              "it is " + known(id).state().word(),
              "Only a run that is paused or interrupted is resumed"));
    }
    record(
        skip ? "skip" : "resume",
        id,
        Entry.Outcome.DONE,
        before.plan().title() + (reason.isEmpty() ? "" : "; " + reason));
    return work(
        workflow,
        id,
        owner,
        progress,
        () -> {
          waitForLock(before, owner, progress);
          if (skip) {
            skipFailed(id, owner, reason);
          }
          say(id, owner, RunState.RUNNING, "", progress);
        });
  }

  /**
   * Gives a run up that is paused or was interrupted, and frees the environment.
   *
   * @return the run, with what it leaves behind
   */
  public Run abandon(String id, String reason) {
    Run before = known(id);
    require(before.plan().workflow(), before.plan().title());
    Journal.Owner owner = owner();
    if (!journal.claim(id, owner, clock.instant())) {
      throw new ProblemException(
          new Problem(
              "The run cannot be given up",
              id,
              "it is " + known(id).state().word(),
              "Only a run that is paused or interrupted is given up"));
    }
    journal.state(id, owner, RunState.ABANDONED, reason, clock.instant());
    record("abandon", id, Entry.Outcome.DONE, before.plan().title() + "; " + reason);
    return known(id);
  }

  /** What happens before the steps. */
  private interface First {
    void happen() throws InterruptedException;
  }

  /** The facts are others than in the plan. */
  private static final class Stale extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stale(String differences) {
      super(differences);
    }
  }

  private static void requireFresh(Workflow workflow, Plan plan) {
    Plan now;
    try {
      now = workflow.plan(plan.target());
    } catch (ProblemException e) {
      throw new Stale(e.problem().line());
    }
    List<String> differences = plan.differences(now);
    if (!differences.isEmpty()) {
      throw new Stale(String.join("; ", differences));
    }
  }

  private Run work(
      Workflow workflow, String id, Journal.Owner owner, Consumer<Run> progress, First first)
      throws InterruptedException {
    Thread beating = Thread.ofVirtual().name("run-" + id).start(() -> beat(id, owner));
    try {
      first.happen();
      carryOut(workflow, id, owner, progress);
    } catch (Stale e) {
      say(id, owner, RunState.REFUSED, "the plan is stale: " + e.getMessage(), progress);
    } catch (InterruptedException e) {
      say(id, owner, RunState.PAUSED, "stopped at the desk; what was asked for goes on", progress);
      throw e;
    } catch (Journal.NotOwner e) {
      throw e;
    } catch (ProblemException e) {
      // Where the journal itself is away this fails too, and the run is found interrupted.
      say(id, owner, RunState.PAUSED, e.problem().line(), progress);
    } finally {
      beating.interrupt();
    }
    Run run = known(id);
    boolean well = run.state() == RunState.DONE;
    record(
        run.state().word(),
        id,
        well ? Entry.Outcome.DONE : Entry.Outcome.FAILED,
        run.plan().title() + (run.why().isEmpty() ? "" : "; " + run.why()));
    return run;
  }

  private void carryOut(Workflow workflow, String id, Journal.Owner owner, Consumer<Run> progress)
      throws InterruptedException {
    Run run = known(id);
    List<Step> steps = workflow.steps(run.plan());
    boolean skipped = false;
    for (int i = 0; i < steps.size(); i++) {
      Run.RunStep before = run.steps().get(i);
      skipped |= before.state() == StepState.SKIPPED;
      if (before.state() == StepState.DONE || before.state() == StepState.SKIPPED) {
        continue;
      }
      int seq = i;
      Run.RunStep after =
          new StepRunner(
                  steps.get(i),
                  before,
                  clock,
                  pause,
                  step -> {
                    journal.step(id, owner, seq, step, clock.instant());
                    progress.accept(known(id));
                  })
              .run();
      if (after.state() == StepState.FAILED) {
        say(id, owner, RunState.PAUSED, after.name() + ": " + after.detail(), progress);
        return;
      }
    }
    say(id, owner, RunState.DONE, skipped ? "with steps left out" : "", progress);
  }

  private void skipFailed(String id, Journal.Owner owner, String reason) {
    List<Run.RunStep> steps = known(id).steps();
    for (int i = 0; i < steps.size(); i++) {
      Run.RunStep step = steps.get(i);
      if (step.state() == StepState.FAILED) {
        journal.step(
            id,
            owner,
            i,
            new Run.RunStep(
                step.id(),
                step.name(),
                StepState.SKIPPED,
                step.attempts(),
                "left out by " + me.name() + ": " + reason,
                step.started(),
                clock.instant()),
            clock.instant());
      }
    }
  }

  private void waitForLock(Run run, Journal.Owner owner, Consumer<Run> progress)
      throws InterruptedException {
    String told = "";
    while (true) {
      Optional<String> holder = journal.lock(run, clock.instant());
      if (holder.isEmpty()) {
        return;
      }
      String why =
          journal
              .run(holder.get(), clock.instant())
              .map(
                  other ->
                      "waits for %s (%s, run %s, %s since %s)"
                          .formatted(
                              other.by(),
                              other.plan().title(),
                              other.id(),
                              other.state().word(),
                              other.created()))
              .orElse("waits for run " + holder.get());
      if (!why.equals(told)) {
        told = why;
        say(run.id(), owner, RunState.WAITING, why, progress);
      }
      pause.sleep(WAIT_AGAIN);
    }
  }

  private void beat(String id, Journal.Owner owner) {
    try {
      while (true) {
        Thread.sleep(Journal.BEAT);
        try {
          journal.beat(id, owner, clock.instant());
        } catch (Journal.NotOwner e) {
          return;
        } catch (ProblemException away) {
          // The store is away; the next one tells.
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(
      String id, Journal.Owner owner, RunState state, String why, Consumer<Run> progress) {
    journal.state(id, owner, state, why, clock.instant());
    progress.accept(known(id));
  }

  private Run known(String id) {
    return journal
        .run(id, clock.instant())
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is no such run",
                        id,
                        "the journal does not have it",
                        "See 'opsdesk runs list'")));
  }

  private Journal.Owner owner() {
    return new Journal.Owner(UUID.randomUUID().toString(), host);
  }

  private void require(String workflow, String title) {
    List<String> may = environment.policy().mayChange();
    if (may.stream().noneMatch(me::holds)) {
      record("refuse", workflow, Entry.Outcome.REFUSED, title);
      throw new ProblemException(
          new Problem(
              me.name() + " may not change " + environment.name(),
              workflow,
              may.isEmpty()
                  ? "the profile names no role that may"
                  : "that takes one of the roles " + String.join(", ", may),
              "Ask one who holds it, or add the person to the profile"));
    }
  }

  private void record(String what, String subject, Entry.Outcome outcome, String detail) {
    audit.record(
        new Entry(
            clock.instant(),
            environment.name(),
            me.name(),
            me.login(),
            "workflow." + what,
            subject,
            outcome,
            detail));
  }
}
