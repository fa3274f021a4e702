package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Carries one step out: observes, asks for the change once where it has not happened, and observes
 * until it has. Every turn is told before it is taken.
 */
final class StepRunner {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Step step;
  private final InstantSource clock;
  private final Pause pause;
  private final BooleanSupplier cancelled;
  private final Consumer<Run.RunStep> told;
  private Run.RunStep now;
  private boolean asked;
  private final boolean askedBefore;
  private boolean ending;
  private int attempts;
  private int retried;
  private String lost = "";

  /**
   * One step.
   *
   * @param before how the journal has it
   * @param cancelled whether the run's end was asked for
   * @param told records each turn; where that fails, the turn is not taken
   */
  StepRunner(
      Step step,
      Run.RunStep before,
      InstantSource clock,
      Pause pause,
      BooleanSupplier cancelled,
      Consumer<Run.RunStep> told) {
    this.step = step;
    this.now = before;
    this.attempts = before.attempts();
    this.askedBefore =
        attempts > 0
            && (before.state() == StepState.APPLYING || before.state() == StepState.OBSERVING);
    this.clock = clock;
    this.pause = pause;
    this.cancelled = cancelled;
    this.told = told;
  }

  /** Carries it out. What it returns is done or failed; waiting or cancelled where it was ended. */
  Run.RunStep run() throws InterruptedException {
    Instant start = clock.instant();
    Instant limit = start.plus(step.timeout());
    tell(StepState.OBSERVING, "", start, null);
    while (true) {
      Seen seen = observe();
      Observed observed = seen.observed();
      if (observed != null) {
        switch (observed.state()) {
          case DONE -> {
            return end(StepState.DONE, words(observed));
          }
          case FAILED -> {
            if (ending) {
              return end(StepState.CANCELLED, observed.detail());
            }
            // What failed while no desk looked is decided on as if one had looked.
            boolean ours = asked || askedBefore;
            if (ours && retried < step.retries() && step.repeatable()) {
              retried++;
              asked = false;
            } else if (ours || !step.changes()) {
              return end(StepState.FAILED, observed.detail());
            }
          }
          case NOT_DONE -> {
            if (ending) {
              return end(StepState.CANCELLED, observed.detail());
            }
          }
          case UNDER_WAY -> {}
        }
      }
      if (endsNow(observed)) {
        return end(
            step.changes() ? StepState.WAITING : StepState.CANCELLED,
            attempts == 0
                ? "not begun: the run's end was asked for"
                : "not asked for again: the run's end was asked for");
      }
      if (observed != null) {
        if (step.changes() && !asked && !ending && observed.state() != Observed.State.UNDER_WAY) {
          if (attempts > 0 && !step.repeatable()) {
            return end(
                StepState.FAILED,
                "it was asked for before and must not be asked for twice: " + observed.detail());
          }
          String refusal = apply();
          if (refusal != null) {
            return end(StepState.FAILED, refusal);
          }
          continue;
        }
      }
      if (!clock.instant().isBefore(limit)) {
        return end(StepState.FAILED, late(seen));
      }
      pause.sleep(LOOK_AGAIN);
    }
  }

  /**
   * Whether nothing is asked for any more; asks for the end of what is under way. What may have
   * happened is looked for until that is known.
   */
  private boolean endsNow(@Nullable Observed observed) {
    if (step.cancellation() == Cancellation.NEVER || !cancelled.getAsBoolean()) {
      return false;
    }
    if (!step.changes()) {
      return true;
    }
    if (observed == null) {
      return attempts == 0;
    }
    if (!asked && !ending && observed.state() != Observed.State.UNDER_WAY) {
      return true;
    }
    if (step.cancellation() == Cancellation.DURING && !ending) {
      ending = true;
      try {
        step.cancelApplied();
      } catch (ProblemException e) {
        lost = e.problem().advice();
      }
    }
    return false;
  }

  /** What was seen, or why nothing could be. */
  private record Seen(@Nullable Observed observed, String trouble) {}

  private Seen observe() {
    try {
      return new Seen(step.observe(), "");
    } catch (ProblemException e) {
      return new Seen(null, e.problem().advice());
    }
  }

  /** Asks for the change; returns why it was refused, null where it was taken or nobody knows. */
  private @Nullable String apply() {
    String never = step.precondition();
    if (never != null) {
      return never;
    }
    attempts++;
    tell(StepState.APPLYING, now.detail(), now.started(), null);
    asked = true;
    try {
      step.apply();
    } catch (Refused e) {
      attempts--; // nothing has happened: it may be asked for again, and leaves nothing behind
      return e.problem().advice();
    } catch (ProblemException e) {
      // It may have happened all the same: from here on only what is seen counts.
      lost = e.problem().advice();
      tell(StepState.APPLYING, "no answer, looking: " + lost, now.started(), null);
    }
    return null;
  }

  private String words(Observed observed) {
    boolean already = step.changes() && !asked && attempts == 0;
    return already ? "already so: " + observed.detail() : observed.detail();
  }

  private String late(Seen seen) {
    Observed observed = seen.observed();
    String last = observed == null ? seen.trouble() : observed.detail();
    return "not seen within "
        + step.timeout().toSeconds()
        + " s: "
        + last
        + (lost.isEmpty() || lost.equals(last)
            ? ""
            : "; the answer to the request was lost: " + lost)
        + (step.changes() ? "; going on looks first, and asks for what has not happened" : "");
  }

  private Run.RunStep end(StepState state, String detail) {
    tell(state, detail, now.started(), clock.instant());
    return now;
  }

  private void tell(
      StepState state, String detail, @Nullable Instant started, @Nullable Instant ended) {
    now = new Run.RunStep(now.id(), now.name(), state, attempts, detail, started, ended);
    told.accept(now);
  }
}
