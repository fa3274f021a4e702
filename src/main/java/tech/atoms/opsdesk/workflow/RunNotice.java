package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.notify.Notice;

/** What people outside are told of a run that is over, or that waits for one of them. */
final class RunNotice {
  static final String KIND = "run";

  private RunNotice() {}

  /** Whether people outside hear of it when a run comes to this. */
  static boolean isToldOf(RunState state) {
    return state.isOver() || state == RunState.PAUSED || state == RunState.INTERRUPTED;
  }

  /**
   * Of a run as it stands.
   *
   * @param now when it came to that
   */
  static Notice of(Run run, Instant now) {
    Plan plan = run.plan();
    List<Notice.Change> changes = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      PlannedStep planned = plan.steps().get(i);
      if (!planned.after().isEmpty()) {
        changes.add(
            new Notice.Change(
                planned.name(),
                planned.before(),
                planned.after(),
                run.steps().get(i).state().words()));
      }
    }
    List<Notice.Fact> facts = new ArrayList<>();
    facts.add(new Notice.Fact("workflow", "Workflow", plan.workflow()));
    facts.add(new Notice.Fact("by", "Who", run.by() + ", at the desk on " + run.host()));
    facts.add(new Notice.Fact("reason", "Why", run.reason()));
    if (!run.why().isEmpty()) {
      facts.add(new Notice.Fact("why", "What happened", run.why()));
    }
    if (!run.isVerified()) {
      facts.add(new Notice.Fact("remains", "What remains", Remains.of(run)));
    }
    facts.add(new Notice.Fact("duration", "Duration", words(Duration.between(run.created(), now))));
    facts.add(new Notice.Fact("run", "Run", run.id()));
    if (!run.state().isOver()) {
      facts.add(
          new Notice.Fact(
              "next",
              "Next",
              "opsdesk runs resume " + run.id() + ", or opsdesk runs abandon " + run.id()));
    }
    return new Notice(
        KIND,
        run.id(),
        plan.environment(),
        plan.title(),
        mood(run),
        outcome(run),
        now,
        changes,
        facts);
  }

  private static Notice.Mood mood(Run run) {
    if (run.isVerified()) {
      return Notice.Mood.GOOD;
    }
    return run.state().isOver() ? Notice.Mood.OPEN : Notice.Mood.BAD;
  }

  private static String outcome(Run run) {
    boolean failed = run.steps().stream().anyMatch(step -> step.state() == StepState.FAILED);
    return switch (run.state()) {
      case DONE -> run.isVerified() ? "done" : "done, steps left out";
      case PAUSED -> failed ? "failed, a person decides" : "paused, a person decides";
      case INTERRUPTED -> "interrupted, a person decides";
      default -> run.state().words();
    };
  }

  /** E.g. "1 h 2 min 3 s" or "850 ms". */
  static String words(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return Math.max(0, time.toMillis()) + " ms";
    }
    StringBuilder words = new StringBuilder();
    if (time.toHours() > 0) {
      words.append(time.toHours()).append(" h ");
    }
    if (time.toMinutes() > 0) {
      words.append(time.toMinutesPart()).append(" min ");
    }
    return words.append(time.toSecondsPart()).append(" s").toString();
  }
}
