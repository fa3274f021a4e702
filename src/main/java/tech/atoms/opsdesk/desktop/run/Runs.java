package tech.atoms.opsdesk.desktop.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Freeze;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * The runs of an environment, as a window begins and follows them: what blocks is done on virtual
 * threads, what is told comes on the JavaFX thread. A run that was begun here goes on when the
 * window shows something else.
 */
public final class Runs {
  /** The lock is looked at every so many seconds. */
  private static final int SECONDS = 2;

  /** An approval that is given here counts for so long. */
  private static final Duration APPROVAL = Duration.ofHours(1);

  private final Environment environment;
  private final Me me;
  private final Engine engine;
  private final AtGate atGate;
  private final Guards guards;
  private final Journal journal;
  private final Workflows workflows;
  private final Jobs jobs;
  private final Ticker ticker;
  private final InstantSource clock;
  private final List<Runnable> listeners = new ArrayList<>();
  private final Map<String, Run> own = new HashMap<>();
  private @Nullable Run holder;
  private @Nullable Problem trouble;
  private @Nullable Instant unlockedUntil;
  private @Nullable Freeze freeze;
  private boolean looked;
  private Jobs.@Nullable Job looking;
  private Ticker.@Nullable Ticking ticking;
  private int seconds;

  /**
   * Of an environment; looks at nothing yet.
   *
   * @param me the person at this desk
   * @param engine carries plans out
   * @param atGate says what the person says beside runs
   * @param guards knows until when the environment is unlocked
   * @param journal knows every run
   * @param workflows opens what is run
   */
  public Runs(
      Environment environment,
      Me me,
      Engine engine,
      AtGate atGate,
      Guards guards,
      Journal journal,
      Workflows workflows,
      Jobs jobs,
      Ticker ticker,
      InstantSource clock) {
    this.environment = environment;
    this.me = me;
    this.engine = engine;
    this.atGate = atGate;
    this.guards = guards;
    this.journal = journal;
    this.workflows = workflows;
    this.jobs = jobs;
    this.ticker = ticker;
    this.clock = clock;
  }

  /** Where. */
  public Environment environment() {
    return environment;
  }

  /** The person at this desk. */
  public Me me() {
    return me;
  }

  /** What is recorded. */
  public Journal journal() {
    return journal;
  }

  /** Runs what blocks. */
  public Jobs jobs() {
    return jobs;
  }

  /** Tells the seconds. */
  public Ticker ticker() {
    return ticker;
  }

  /** What time it is. */
  public Instant now() {
    return clock.instant();
  }

  /** The run that holds the environment, as it was seen last; null: none does, or none is known. */
  public @Nullable Run holder() {
    return holder;
  }

  /** Why it is not known who holds it; null where it is. */
  public @Nullable Problem trouble() {
    return trouble;
  }

  /** Until when the person may change the environment; null: it is read-only, or never is. */
  public @Nullable Instant unlockedUntil() {
    Instant until = unlockedUntil;
    return until == null || !until.isAfter(clock.instant()) ? null : until;
  }

  /** What keeps everybody from changing the environment now; null: nothing, or it is not known. */
  public @Nullable Freeze freeze() {
    Freeze there = freeze;
    return there == null || !there.until().isAfter(clock.instant()) ? null : there;
  }

  /** Whether the person has to unlock the environment before it is changed. */
  public boolean isReadOnly() {
    return environment.policy().unlockMinutes() > 0 && unlockedUntil() == null;
  }

  /** Whether it was looked for at all. */
  public boolean looked() {
    return looked;
  }

  /** Whether this window works on a run at the moment. */
  public boolean worksOn(String run) {
    return own.containsKey(run);
  }

  /** A run as this window's own work told it last; empty where it does not work on it. */
  public Optional<Run> told(String run) {
    return Optional.ofNullable(own.get(run));
  }

  /** Hears of every change of a run or of the lock until the returned action is run. */
  public Runnable subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Begins to look who holds the environment. */
  public void begin() {
    if (ticking == null) {
      ticking = ticker.every(this::tick);
      look();
    }
  }

  /** Looks no more. */
  public void end() {
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
    if (looking != null) {
      looking.cancel();
      looking = null;
    }
  }

  /**
   * A plan that was worked out.
   *
   * @param plan the plan
   * @param usual how long its steps took before, by id; steps that never ran are not in it
   */
  public record Planned(Plan plan, Map<String, Duration> usual) {}

  /** Works a plan out. */
  public Jobs.Job plan(
      String workflow, String target, Consumer<Planned> done, Consumer<Problem> failed) {
    return jobs.run(
        "Plan the " + workflow,
        () -> new Planned(workflows.with(workflow, opened -> opened.plan(target)), usual(workflow)),
        done,
        failed);
  }

  /** Asks the first gate of a plan, before anything has begun. */
  public Jobs.Job preview(Plan plan, Consumer<Preview> done, Consumer<Problem> failed) {
    return jobs.run(
        "Ask the first gate of " + plan.title(),
        () -> workflows.with(plan.workflow(), opened -> opened.preview(plan)),
        done,
        failed);
  }

  /** A plan is shown without it where the journal is away: carrying it out says so. */
  private Map<String, Duration> usual(String workflow) {
    try {
      return journal.usual(environment.name(), workflow);
    } catch (ProblemException e) {
      return Map.of();
    }
  }

  /**
   * Carries a plan out, as far as it goes.
   *
   * @param start what the person said
   * @param begun hears of the run once, when it is there
   * @param failed hears why there is none, or why it is not followed any more
   */
  public void start(Plan plan, Start start, Consumer<Run> begun, Consumer<Problem> failed) {
    work(plan, (opened, told) -> engine.start(opened, plan, start, told), begun, failed);
  }

  /**
   * Goes on with a run that is paused or was interrupted.
   *
   * @param skip goes on without the step that failed
   * @param reason why; needed to skip
   * @param failed hears why it does not go on
   */
  public void resume(Run run, boolean skip, String reason, Consumer<Problem> failed) {
    goOn(run, (opened, told) -> engine.resume(opened, run.id(), skip, reason, told), failed);
  }

  /** Gives a run up, and frees the environment. */
  public void abandon(Run run, String reason, Consumer<Problem> failed) {
    jobs.run(
        run.plan().title(),
        () -> engine.abandon(run.id(), reason),
        given -> {
          take(given);
          over(given.id());
        },
        problem -> {
          look();
          failed.accept(problem);
        });
  }

  /** Takes back what a paused or interrupted run did, as far as that can be. */
  public void takeBack(Run run, String reason, Consumer<Problem> failed) {
    goOn(run, (opened, told) -> engine.takeBack(opened, run.id(), reason, told), failed);
  }

  /** Goes on with a run that another desk works on: that desk can do nothing more with it. */
  public void takeOver(Run run, String reason, Consumer<Problem> failed) {
    goOn(run, (opened, told) -> engine.takeOver(opened, run.id(), reason, told), failed);
  }

  /** Asks for a run's end, at whichever desk it is carried out. */
  public void cancel(Run run, String reason, Consumer<Problem> failed) {
    say("Cancel run " + run.id(), () -> engine.cancel(run.id(), reason), failed);
  }

  /** Confirms a sentence of the gate that a run waits at. */
  public void tick(Run run, String sentence, Consumer<Problem> failed) {
    say("Confirm at run " + run.id(), () -> atGate.tick(run.id(), sentence), failed);
  }

  /** Types the confirmation of the gate that a run waits at. */
  public void type(Run run, String text, Consumer<Problem> failed) {
    say("Confirm at run " + run.id(), () -> atGate.type(run.id(), text), failed);
  }

  /** Agrees to the plan of a run that somebody else started. */
  public void approve(Run run, String role, Consumer<Problem> failed) {
    say("Approve run " + run.id(), () -> atGate.approve(run.id(), role, APPROVAL), failed);
  }

  /** Goes through a gate without the approvals that it asks for. */
  public void bypass(Run run, String reason, Consumer<Problem> failed) {
    say("Bypass at run " + run.id(), () -> atGate.bypass(run.id(), reason), failed);
  }

  /**
   * Lets the person change the environment for as long as its policy says.
   *
   * @param done is run once that is so
   */
  public void unlock(String reason, Runnable done, Consumer<Problem> failed) {
    say("Unlock " + environment.name(), () -> atGate.unlock(reason), done, failed);
  }

  /** Ends the time in which the person may change the environment. */
  public void lock(Consumer<Problem> failed) {
    say("Lock " + environment.name(), atGate::lock, failed);
  }

  private void say(String title, Runnable what, Consumer<Problem> failed) {
    say(title, what, () -> {}, failed);
  }

  private void say(String title, Runnable what, Runnable then, Consumer<Problem> failed) {
    jobs.run(
        title,
        () -> {
          what.run();
          return title;
        },
        done -> {
          look();
          tell();
          then.run();
        },
        failed);
  }

  /** Works on a run with its workflow, and tells every turn of it. */
  private interface Work {
    Run with(Workflow opened, Consumer<Run> told) throws Exception;
  }

  private void goOn(Run run, Work work, Consumer<Problem> failed) {
    work(run.plan(), work, begun -> {}, failed);
  }

  private void work(Plan plan, Work work, Consumer<Run> begun, Consumer<Problem> failed) {
    AtomicReference<@Nullable String> id = new AtomicReference<>();
    Consumer<Run> told =
        run -> {
          boolean first = id.getAndSet(run.id()) == null;
          jobs.onFx(
              () -> {
                take(run);
                if (first) {
                  begun.accept(run);
                }
              });
        };
    jobs.run(
        plan.title(),
        () -> workflows.with(plan.workflow(), opened -> work.with(opened, told)),
        run -> {
          take(run);
          over(run.id());
        },
        problem -> {
          over(id.get());
          failed.accept(problem);
        });
  }

  /** This window works on it no more: what the journal has counts, which others may write. */
  private void over(@Nullable String run) {
    if (run != null) {
      own.remove(run);
    }
    look();
    tell();
  }

  private void take(Run run) {
    own.put(run.id(), run);
    boolean waits = run.state() == tech.atoms.opsdesk.workflow.RunState.WAITING;
    if (holder == null ? !run.state().isOver() && !waits : holder.id().equals(run.id())) {
      holder = run.state().isOver() ? null : run;
    }
    tell();
  }

  private void tick() {
    if (++seconds % SECONDS == 0) {
      look();
    }
  }

  private void look() {
    if (ticking == null || looking != null || journal.isOpening()) {
      return;
    }
    looking =
        jobs.run(
            "Look who holds " + environment.name(),
            () -> {
              Instant now = clock.instant();
              Optional<Run> found = journal.holder(environment.name());
              return new Seen(
                  found.flatMap(run -> journal.run(run.id(), now)),
                  guards.freeze(environment.name(), now),
                  environment.policy().unlockMinutes() > 0
                      ? guards.unlockedUntil(environment.name(), me.login(), now)
                      : Optional.empty());
            },
            seen -> looked(seen, null),
            problem ->
                looked(new Seen(Optional.empty(), Optional.empty(), Optional.empty()), problem));
  }

  /** What was read of the environment. */
  private record Seen(Optional<Run> holder, Optional<Freeze> freeze, Optional<Instant> unlocked) {}

  private void looked(Seen seen, @Nullable Problem problem) {
    looking = null;
    Run found = seen.holder().orElse(null);
    Instant unlocked = seen.unlocked().orElse(null);
    Freeze frozen = seen.freeze().orElse(null);
    boolean same =
        looked
            && Objects.equals(found, holder)
            && Objects.equals(unlocked, unlockedUntil)
            && Objects.equals(frozen, freeze)
            && Objects.equals(problem, trouble);
    unlockedUntil = unlocked;
    freeze = frozen;
    looked = true;
    // What this window's own work tells is newer than what was read beside it.
    Run newer = found == null ? null : own.get(found.id());
    holder = newer == null ? found : newer;
    trouble = problem;
    if (!same) {
      tell();
    }
  }

  private void tell() {
    List.copyOf(listeners).forEach(Runnable::run);
  }
}
