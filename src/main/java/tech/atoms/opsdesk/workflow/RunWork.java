package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Transactions;

/**
 * Works on one run as its owner: from the wait for the environment to the end, or to a person's
 * decision. A journal that is away is waited for. One thread.
 */
final class RunWork {
  private static final Logger log = LoggerFactory.getLogger(RunWork.class);
  private static final Duration WAIT_AGAIN = Duration.ofSeconds(1);

  /** A journal that is away is tried so many times, {@link #WAIT_AGAIN} apart. */
  private static final int JOURNAL_TRIES = 300;

  private final String id;
  private final Journal.Owner owner;
  private final Workflow workflow;
  private final Consumer<Run> progress;
  private final Journal beating;
  private final Journal journal;
  private final Permits permits;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * Work on a run.
   *
   * @param id the run's
   * @param owner as whom
   * @param progress hears how the run stands, after every change
   */
  RunWork(
      String id,
      Journal.Owner owner,
      Workflow workflow,
      Consumer<Run> progress,
      Journal journal,
      Permits permits,
      InstantSource clock,
      Pause pause) {
    this.id = id;
    this.owner = owner;
    this.workflow = workflow;
    this.progress = progress;
    this.beating = journal;
    this.journal = journal.waiting(new Transactions.Patience(JOURNAL_TRIES, this::waitAMoment));
    this.permits = permits;
    this.clock = clock;
    this.pause = pause;
  }

  /** What happens before the steps. */
  interface First {
    void happen() throws InterruptedException;
  }

  /** It ends before it has begun. */
  private static final class NotBegun extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RunState state;

    NotBegun(RunState state, String why) {
      super(why);
      this.state = state;
    }
  }

  /** Does it, and returns how the run stands then. */
  Run carryOut(First first) throws InterruptedException {
    Thread beats = Thread.ofVirtual().name("run-" + id).start(this::beat);
    try {
      first.happen();
      new Carrying(journal, workflow, owner, clock, pause, progress).carryOut(id);
    } catch (NotBegun e) {
      say(e.state, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      stopped();
      throw e;
    } catch (Journal.NotOwner e) {
      throw e;
    } catch (ProblemException e) {
      if (Thread.interrupted()) { // what was interrupted failed for that reason
        stopped();
        throw new InterruptedException("stopped at the desk");
      }
      // Where the journal itself is away this fails too, and the run is found interrupted.
      say(RunState.PAUSED, e.problem().advice());
    } catch (RuntimeException e) {
      log.error("Run {} has met an error of the desk", id, e);
      say(RunState.PAUSED, "an error of the desk itself (" + e + "): its log tells more");
    } finally {
      beats.interrupt();
    }
    Run run = known();
    permits.record(
        run.state().word(),
        id,
        run.isVerified() ? Entry.Outcome.DONE : Entry.Outcome.FAILED,
        run.plan().title() + (run.why().isEmpty() ? "" : "; " + run.why()));
    return run;
  }

  /** Waits until the run holds the environment; says for whom it waits. */
  void waitForLock(Run run) throws InterruptedException {
    if (!workflow.holdsEnvironment()) {
      return;
    }
    String told = "";
    while (true) {
      Optional<String> holder = journal.lock(run, owner, clock.instant());
      if (holder.isEmpty()) {
        return;
      }
      if (journal.cancelAsked(id).isPresent()) {
        throw new NotBegun(RunState.STOPPED, "it was waiting; nothing was changed");
      }
      String why =
          journal
              .run(holder.get(), clock.instant())
              .map(
                  other ->
                      "waits for %s (%s, run %s, %s, since %s)"
                          .formatted(
                              other.by(),
                              other.plan().title(),
                              other.id(),
                              other.state().words(),
                              other.created()))
              .orElse("waits for run " + holder.get());
      if (!why.equals(told) && !holder.get().equals(id)) {
        told = why;
        say(RunState.WAITING, why);
      }
      pause.sleep(WAIT_AGAIN);
    }
  }

  /** What forbids a start forbids it also at the end of a long wait. */
  void requireNoFreeze() {
    Optional<Freeze> freeze = permits.freeze();
    if (freeze.isPresent()) {
      throw new NotBegun(
          RunState.REFUSED,
          "frozen until %s: %s said: %s"
              .formatted(freeze.get().until(), freeze.get().by(), freeze.get().reason()));
    }
  }

  /** The facts are still those of the plan. */
  void requireFresh(Plan plan) {
    Plan now;
    try {
      now = workflow.plan(plan.target());
    } catch (ProblemException e) {
      throw new NotBegun(RunState.REFUSED, "it could not be planned anew: " + e.problem().advice());
    }
    List<String> differences = plan.differences(now);
    if (!differences.isEmpty()) {
      throw new NotBegun(RunState.REFUSED, "the plan is stale: " + String.join("; ", differences));
    }
  }

  /** Leaves out what has failed; it never counts as done. */
  void skipFailed(Me by, String reason) {
    List<Run.RunStep> steps = known().steps();
    for (int i = 0; i < steps.size(); i++) {
      Run.RunStep step = steps.get(i);
      if (step.state() == StepState.FAILED) {
        Run.RunStep left =
            new Run.RunStep(
                step.id(),
                step.name(),
                StepState.SKIPPED,
                step.attempts(),
                "left out by " + by.name() + ": " + reason,
                step.started(),
                clock.instant());
        journal.step(id, owner, i, left, clock.instant());
      }
    }
  }

  /** From here on it takes back what it did. */
  void back() {
    journal.back(id, owner, clock.instant());
  }

  /** The steps begin. */
  void running() {
    say(RunState.RUNNING, "");
  }

  private void stopped() {
    say(RunState.PAUSED, "stopped at the desk; what was asked for goes on");
  }

  private void say(RunState state, String why) {
    journal.state(id, owner, state, why, clock.instant());
    progress.accept(known());
  }

  private Run known() {
    return journal.run(id, clock.instant()).orElseThrow(() -> Engine.unknown(id));
  }

  private boolean waitAMoment() {
    try {
      pause.sleep(WAIT_AGAIN);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(Journal.BEAT);
        try {
          beating.beat(id, owner, clock.instant());
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
}
