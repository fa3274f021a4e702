package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.store.Transactions;

/**
 * Runs workflows in one environment: lock, fresh plan, steps, journal. Safe on any thread; a run is
 * carried out on the thread that asks for it, and goes on where it was after whatever ended it.
 */
public final class Engine {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final Duration WAIT_AGAIN = Duration.ofSeconds(1);

  /** A run under way waits for its journal for so many times {@link #WAIT_AGAIN}. */
  private static final int JOURNAL_TRIES = 300;

  private final String environment;
  private final Journal journal;
  private final Journal underWay;
  private final Permits permits;
  private final Me me;
  private final String host;
  private final InstantSource clock;
  private final Pause pause;
  private final UnderWay runs;

  /** An engine whose runs nobody pauses when the process ends. */
  public Engine(
      Environment environment,
      Journal journal,
      Guards guards,
      Audit audit,
      Me me,
      String host,
      InstantSource clock,
      Pause pause) {
    this(environment, journal, guards, audit, me, host, clock, pause, new UnderWay());
  }

  /**
   * The engine of an environment.
   *
   * @param me the person at this desk
   * @param host the name of this machine
   * @param runs pauses what is carried out here when the process ends
   */
  public Engine(
      Environment environment,
      Journal journal,
      Guards guards,
      Audit audit,
      Me me,
      String host,
      InstantSource clock,
      Pause pause,
      UnderWay runs) {
    this.runs = runs;
    this.environment = environment.name();
    this.journal = journal;
    this.underWay = journal.waiting(new Transactions.Patience(JOURNAL_TRIES, this::waitAMoment));
    this.permits = new Permits(environment, guards, audit, me, clock);
    this.me = me;
    this.host = host;
    this.clock = clock;
    this.pause = pause;
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

  /**
   * Carries a plan out. Waits while another run holds the environment; does nothing where the facts
   * are others by then.
   *
   * @param plan what the person has seen
   * @param progress hears how the run stands, after every change
   * @return how it stands when it is over, or waits for a person
   * @throws ProblemException where the person may not, a freeze or the lock on production forbids
   *     it, the typed confirmation is not the plan's, the run that is to give way is not one of
   *     this environment, or the journal is away
   * @throws InterruptedException where the thread was interrupted: the run is paused then
   */
  public Run start(Workflow workflow, Plan plan, Start start, Consumer<Run> progress)
      throws InterruptedException {
    permits.require(plan.workflow(), plan.title());
    permits.requireOpen(plan, start);
    if (!start.inPlaceOf().isEmpty()) {
      requireHere(known(start.inPlaceOf()));
    }
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
            start.reason(),
            me.name(),
            me.login(),
            host,
            now,
            now,
            null,
            "",
            false,
            null,
            steps);
    Journal.Owner owner = owner();
    journal.create(run, owner);
    permits.record("start", id, Entry.Outcome.DONE, plan.title() + "; " + start.reason());
    return work(
        workflow,
        id,
        owner,
        progress,
        () -> {
          if (!start.inPlaceOf().isEmpty()) {
            giveWay(start.inPlaceOf(), run);
          }
          waitForLock(run, owner, progress);
          if (start.despiteFreeze().isBlank()) {
            requireNoFreeze();
          }
          requireFresh(workflow, plan);
          say(id, owner, RunState.RUNNING, "", progress);
        });
  }

  private void requireHere(Run other) {
    if (!other.plan().environment().equals(environment)) {
      throw new ProblemException(
          new Problem(
              "The run cannot give way",
              other.id(),
              "it is a run of " + other.plan().environment() + ", not of " + environment,
              "See 'opsdesk runs list'"));
    }
  }

  /** Where neither is possible any more, the new run waits as every other does. */
  private void giveWay(String other, Run to) {
    String why = "gives way to run " + to.id() + " (" + to.plan().title() + "): " + to.reason();
    Journal.Owner owner = owner();
    if (journal.claim(other, owner, false, clock.instant())) {
      give(other, owner, why);
    } else if (journal.askCancel(other, me.name() + ": " + why, clock.instant())) {
      permits.record("cancel", other, Entry.Outcome.DONE, known(other).plan().title() + "; " + why);
    }
  }

  /** What remains is told of the run as it is once nobody else works on it. */
  private void give(String id, Journal.Owner owner, String why) {
    Run before = known(id);
    journal.state(id, owner, RunState.ABANDONED, why + "; " + Remains.of(before), clock.instant());
    permits.record("abandon", id, Entry.Outcome.DONE, before.plan().title() + "; " + why);
  }

  /**
   * Goes on with a run that is paused or was interrupted: what has happened meanwhile is seen
   * first, and only what has not is asked for. A run that was taking back what it did goes on with
   * that.
   *
   * @param skip goes on without the step that failed; it never counts as done
   * @param reason why; needed to skip
   */
  public Run resume(
      Workflow workflow, String id, boolean skip, String reason, Consumer<Run> progress)
      throws InterruptedException {
    return goOn(workflow, id, skip ? Way.SKIP : Way.FORWARD, reason, progress);
  }

  /**
   * Takes back what a paused or interrupted run did, the last first, as far as its steps can.
   *
   * @param reason why
   */
  public Run takeBack(Workflow workflow, String id, String reason, Consumer<Run> progress)
      throws InterruptedException {
    return goOn(workflow, id, Way.BACK, reason, progress);
  }

  /**
   * Goes on with a run that another desk works on, or seems to: from now on that desk can write,
   * and so do, nothing more.
   *
   * @param reason why; stands in the audit trail
   */
  public Run takeOver(Workflow workflow, String id, String reason, Consumer<Run> progress)
      throws InterruptedException {
    return goOn(workflow, id, Way.TAKE_OVER, reason, progress);
  }

  /**
   * Gives a run up that is paused or was interrupted, and frees the environment.
   *
   * @return the run, with what it leaves behind
   */
  public Run abandon(String id, String reason) {
    Run before = known(id);
    permits.require(before.plan().workflow(), before.plan().title());
    give(id, claim(id, false, "given up"), reason);
    return known(id);
  }

  /**
   * Asks for a run's end, at whichever desk it is carried out: it stops at the next moment that is
   * safe, and tells what remains.
   *
   * @return the run as it stands now
   */
  public Run cancel(String id, String reason) {
    Run run = known(id);
    permits.require(run.plan().workflow(), run.plan().title());
    if (!journal.askCancel(id, me.name() + ": " + reason, clock.instant())) {
      throw cannot("cancelled", id, "Only a run that a desk works on is cancelled");
    }
    permits.record("cancel", id, Entry.Outcome.DONE, run.plan().title() + "; " + reason);
    return known(id);
  }

  /** The run that holds the environment; empty where none does. */
  public Optional<Run> holder() {
    return journal.holder(environment).flatMap(run -> journal.run(run.id(), clock.instant()));
  }

  private enum Way {
    FORWARD("resume"),
    SKIP("skip"),
    BACK("take-back"),
    TAKE_OVER("take-over");

    private final String action;

    Way(String action) {
      this.action = action;
    }
  }

  private Run goOn(Workflow workflow, String id, Way way, String reason, Consumer<Run> progress)
      throws InterruptedException {
    Run before = known(id);
    permits.require(before.plan().workflow(), before.plan().title());
    Journal.Owner owner = claim(id, way == Way.TAKE_OVER, "resumed");
    permits.record(
        way.action,
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
          if (before.steps().stream().allMatch(step -> step.started() == null)) {
            // It never came to its first step: others may have changed the world since.
            requireNoFreeze();
            requireFresh(workflow, before.plan());
          }
          if (way == Way.SKIP) {
            skipFailed(id, owner, reason);
          } else if (way == Way.BACK) {
            underWay.back(id, owner, clock.instant());
          }
          say(id, owner, RunState.RUNNING, "", progress);
        });
  }

  private Journal.Owner claim(String id, boolean alive, String what) {
    Journal.Owner owner = owner();
    if (!journal.claim(id, owner, alive, clock.instant())) {
      throw cannot(
          what,
          id,
          alive
              ? "A run that is over stays as it is"
              : "Only a run that is paused or interrupted is " + what);
    }
    return owner;
  }

  private ProblemException cannot(String what, String id, String next) {
    return new ProblemException(
        new Problem("The run cannot be " + what, id, "it is " + known(id).state().words(), next));
  }

  /** What happens before the steps. */
  private interface First {
    void happen() throws InterruptedException;
  }

  /** The facts are others than in the plan. */
  private static final class Stale extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stale(String why) {
      super(why);
    }
  }

  /** The run's end was asked for before it held the environment. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A freeze has begun before the run did. */
  private static final class Frozen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Frozen(Freeze freeze) {
      super("frozen until %s: %s said: %s".formatted(freeze.until(), freeze.by(), freeze.reason()));
    }
  }

  /** What forbids a start forbids it also at the end of a long wait. */
  private void requireNoFreeze() {
    permits
        .freeze()
        .ifPresent(
            freeze -> {
              throw new Frozen(freeze);
            });
  }

  private static void requireFresh(Workflow workflow, Plan plan) {
    Plan now;
    try {
      now = workflow.plan(plan.target());
    } catch (ProblemException e) {
      throw new Stale("it could not be planned anew: " + e.problem().advice());
    }
    List<String> differences = plan.differences(now);
    if (!differences.isEmpty()) {
      throw new Stale("the plan is stale: " + String.join("; ", differences));
    }
  }

  private Run work(
      Workflow workflow, String id, Journal.Owner owner, Consumer<Run> progress, First first)
      throws InterruptedException {
    try (var _ = runs.begin()) { // until everything is written
      return worked(workflow, id, owner, progress, first);
    }
  }

  private Run worked(
      Workflow workflow, String id, Journal.Owner owner, Consumer<Run> progress, First first)
      throws InterruptedException {
    Thread beating = Thread.ofVirtual().name("run-" + id).start(() -> beat(id, owner));
    try {
      first.happen();
      new Carrying(underWay, workflow, owner, clock, pause, progress).carryOut(id);
    } catch (Stale e) {
      say(id, owner, RunState.REFUSED, String.valueOf(e.getMessage()), progress);
    } catch (Frozen e) {
      say(id, owner, RunState.REFUSED, String.valueOf(e.getMessage()), progress);
    } catch (Ended e) {
      say(id, owner, RunState.STOPPED, "it was waiting; nothing was changed", progress);
    } catch (InterruptedException e) {
      stopped(id, owner, progress);
      throw e;
    } catch (Journal.NotOwner e) {
      throw e;
    } catch (ProblemException e) {
      if (Thread.interrupted()) { // what was interrupted failed for that reason
        stopped(id, owner, progress);
        throw new InterruptedException("stopped at the desk");
      }
      // Where the journal itself is away this fails too, and the run is found interrupted.
      say(id, owner, RunState.PAUSED, e.problem().advice(), progress);
    } catch (RuntimeException e) {
      log.error("Run {} has met an error of the desk", id, e);
      String why = "an error of the desk itself (" + e + "): its log tells more";
      say(id, owner, RunState.PAUSED, why, progress);
    } finally {
      beating.interrupt();
    }
    Run run = asItStands(id);
    boolean well = run.isVerified();
    permits.record(
        run.state().word(),
        id,
        well ? Entry.Outcome.DONE : Entry.Outcome.FAILED,
        run.plan().title() + (run.why().isEmpty() ? "" : "; " + run.why()));
    return run;
  }

  private void stopped(String id, Journal.Owner owner, Consumer<Run> progress) {
    say(id, owner, RunState.PAUSED, "stopped at the desk; what was asked for goes on", progress);
  }

  private void skipFailed(String id, Journal.Owner owner, String reason) {
    List<Run.RunStep> steps = known(id).steps();
    for (int i = 0; i < steps.size(); i++) {
      Run.RunStep step = steps.get(i);
      if (step.state() == StepState.FAILED) {
        underWay.step(
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
      Optional<String> holder = underWay.lock(run, owner, clock.instant());
      if (holder.isEmpty()) {
        return;
      }
      if (underWay.cancelAsked(run.id()).isPresent()) {
        throw new Ended();
      }
      String why =
          underWay
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
      if (!why.equals(told) && !holder.get().equals(run.id())) {
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
    underWay.state(id, owner, state, why, clock.instant());
    progress.accept(asItStands(id));
  }

  private Run asItStands(String id) {
    return underWay.run(id, clock.instant()).orElseThrow(() -> unknown(id));
  }

  private Run known(String id) {
    return journal.run(id, clock.instant()).orElseThrow(() -> unknown(id));
  }

  static ProblemException unknown(String id) {
    return new ProblemException(
        new Problem(
            "There is no such run", id, "the journal does not have it", "See 'opsdesk runs list'"));
  }

  private Journal.Owner owner() {
    return new Journal.Owner(UUID.randomUUID().toString(), host);
  }
}
