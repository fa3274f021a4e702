package tech.atoms.opsdesk.desktop.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.StepState;

/** Runs and steps in words. */
public final class RunTexts {
  private static final long MINUTE = 60;

  private RunTexts() {}

  /** How a run looks. */
  public static Look look(RunState state) {
    return switch (state) {
      case WAITING -> Look.HOLDING;
      case RUNNING, STOPPING -> Look.RUNNING;
      case PAUSED, NEEDS_YOU -> Look.NEEDS_YOU;
      case INTERRUPTED -> Look.WARNING;
      case DONE -> Look.VERIFIED;
      case REFUSED -> Look.FAILED;
      case STOPPED, TAKEN_BACK, ABANDONED -> Look.CANCELLED;
    };
  }

  /** How a run stands, in a word or two. */
  public static String word(RunState state) {
    return switch (state) {
      case WAITING -> "Waiting";
      case RUNNING -> "Running";
      case STOPPING -> "Stopping";
      case PAUSED, NEEDS_YOU -> "Needs you";
      case INTERRUPTED -> "Interrupted";
      case DONE -> "Done, verified";
      case REFUSED -> "Refused";
      case STOPPED -> "Stopped";
      case TAKEN_BACK -> "Taken back";
      case ABANDONED -> "Given up";
    };
  }

  /** How a run looks that may have left steps out: those are never green. */
  public static Look look(Run run) {
    return run.state() == RunState.DONE && leftOut(run) ? Look.WAIVED : look(run.state());
  }

  /** How a run stands, in a word or two. */
  public static String word(Run run) {
    return run.state() == RunState.DONE && leftOut(run)
        ? "Done, steps left out"
        : word(run.state());
  }

  private static boolean leftOut(Run run) {
    return run.steps().stream().anyMatch(step -> step.state() == StepState.SKIPPED);
  }

  /** How a step looks. */
  public static Look look(StepState state) {
    return switch (state) {
      case WAITING -> Look.NEUTRAL;
      case OBSERVING, APPLYING, TAKING_BACK -> Look.RUNNING;
      case DONE -> Look.HEALTHY;
      case FAILED -> Look.FAILED;
      case SKIPPED -> Look.WAIVED;
      case CANCELLED, TAKEN_BACK -> Look.CANCELLED;
    };
  }

  /** How a step of a run looks: one that waits for a person, or for a desk, is not at work. */
  public static Look look(Run run, Run.RunStep step) {
    return standsStill(run, step) ? look(run.state()) : look(step.state());
  }

  /** Whether a step is under way and nobody works on it, because the run waits. */
  static boolean standsStill(Run run, Run.RunStep step) {
    return (run.state() == RunState.NEEDS_YOU || run.state() == RunState.INTERRUPTED)
        && step.state().isUnderWay();
  }

  /** How a step of a run stands. */
  static String word(Run run, Run.RunStep step) {
    return standsStill(run, step) ? word(run.state()) : word(step.state());
  }

  /** How a step stands. */
  static String word(StepState state) {
    return switch (state) {
      case WAITING -> "Not started";
      case OBSERVING -> "Looking";
      case APPLYING -> "Asked for, looking";
      case DONE -> "Done";
      case FAILED -> "Failed";
      case SKIPPED -> "Left out";
      case CANCELLED -> "Cancelled";
      case TAKING_BACK -> "Taking back";
      case TAKEN_BACK -> "Taken back";
    };
  }

  /** Whether a person should look at such a line. */
  static boolean warns(RunLog.Level level) {
    return level == RunLog.Level.WARN || level == RunLog.Level.ERROR;
  }

  /** The style of a level's word in the log. */
  static String styleClass(RunLog.Level level) {
    return switch (level) {
      case RUN -> "mono-run";
      case OK -> "mono-ok";
      case INFO -> "mono-info";
      case WARN, GATE -> "mono-warn";
      case ERROR -> "mono-fail";
    };
  }

  /** The name of a kind of change, e.g. "Rollback undo". */
  public static String kind(String workflow) {
    return capital(workflow.replace('-', ' ').replace('_', ' '));
  }

  /** As the first words of a sentence. */
  static String capital(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The name of a fact as it is shown; that of a file stays as it is. */
  static String fact(String name) {
    return name.contains(".") ? name : kind(name);
  }

  /** A time as minutes and seconds, "1:12", or with hours, "1:02:03". */
  public static String clock(Duration time) {
    long all = Math.max(0, time.toSeconds());
    long hours = all / (MINUTE * MINUTE);
    long minutes = all / MINUTE % MINUTE;
    long seconds = all % MINUTE;
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, minutes, seconds)
        : "%d:%02d".formatted(minutes, seconds);
  }

  /** How long something took, or takes until now; empty where it has not begun. */
  static String took(@Nullable Instant started, @Nullable Instant ended, Instant now) {
    return started == null ? "" : clock(Duration.between(started, ended == null ? now : ended));
  }

  /** How long a run took, or takes until now. */
  public static Duration took(Run run, Instant now) {
    Instant ended = run.ended();
    return Duration.between(run.created(), ended == null ? now : ended);
  }

  /**
   * The number of the step that is worked on, or waits to be, from 1; all of them when it is over.
   */
  static int step(Run run) {
    List<Run.RunStep> steps = run.steps();
    for (int i = 0; i < steps.size(); i++) {
      StepState state = steps.get(i).state();
      if (state != StepState.DONE && state != StepState.SKIPPED) {
        return i + 1;
      }
    }
    return steps.size();
  }
}
