package tech.atoms.opsdesk.workflow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final String environment;
  private final Journal journal;
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
    this(
        environment,
        journal,
        new Permits(environment, guards, audit, me, clock),
        me,
        host,
        clock,
        pause,
        runs);
  }

  /**
   * In whose name runs begin without a person.
   *
   * @param name as it is shown
   * @param login as which they are told from a person's
   * @param may the workflows that may
   */
  public record Unattended(String name, String login, Set<String> may) {
    /** Copies the set. */
    public Unattended {
      may = Set.copyOf(may);
    }
  }

  /** An engine for what the profile has done by itself, and for nothing else. */
  public static Engine scheduled(
      Environment environment,
      Journal journal,
      Guards guards,
      Audit audit,
      Unattended who,
      String host,
      InstantSource clock,
      Pause pause,
      UnderWay runs) {
    Me me = new Me(who.name(), who.login(), List.of());
    Permits permits = Permits.unattended(environment, guards, audit, me, who.may(), clock);
    return new Engine(environment, journal, permits, me, host, clock, pause, runs);
  }

  private Engine(
      Environment environment,
      Journal journal,
      Permits permits,
      Me me,
      String host,
      InstantSource clock,
      Pause pause,
      UnderWay runs) {
    this.runs = runs;
    this.environment = environment.name();
    this.journal = journal;
    this.permits = permits;
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
    RunWork work = work(id, owner, workflow, progress);
    return carryOut(
        work,
        () -> {
          if (!start.inPlaceOf().isEmpty()) {
            giveWay(start.inPlaceOf(), run);
          }
          work.waitForLock(run);
          if (start.despiteFreeze().isBlank()) {
            work.requireNoFreeze();
          }
          work.requireFresh(plan);
          work.running();
        });
  }

  private RunWork work(String id, Journal.Owner owner, Workflow workflow, Consumer<Run> progress) {
    return new RunWork(id, owner, workflow, progress, journal, permits, clock, pause);
  }

  private Run carryOut(RunWork work, RunWork.First first) throws InterruptedException {
    try (var _ = runs.begin()) { // until everything is written
      return work.carryOut(first);
    }
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
    RunWork work = work(id, owner, workflow, progress);
    return carryOut(
        work,
        () -> {
          work.waitForLock(before);
          if (before.steps().stream().allMatch(step -> step.started() == null)) {
            // It never came to its first step: others may have changed the world since.
            work.requireNoFreeze();
            work.requireFresh(before.plan());
          }
          if (way == Way.SKIP) {
            work.skipFailed(me, reason);
          } else if (way == Way.BACK) {
            work.back();
          }
          work.running();
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
        new Problem("The run cannot be " + what, id, isNow(known(id).state()), next));
  }

  private static String isNow(RunState state) {
    return state == RunState.NEEDS_YOU ? "it waits for a person" : "it is " + state.words();
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
