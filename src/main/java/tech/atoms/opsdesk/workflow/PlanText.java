package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan in words, for a terminal and for the clipboard. */
public final class PlanText {
  private PlanText() {}

  /**
   * The lines of a plan.
   *
   * @param usual how long its steps took before, by id; steps that never ran are not in it
   */
  public static List<String> lines(Plan plan, Map<String, Duration> usual) {
    List<String> lines = new ArrayList<>();
    lines.add(plan.title() + " in " + plan.environment());
    for (int i = 0; i < plan.steps().size(); i++) {
      PlannedStep step = plan.steps().get(i);
      Duration took = usual.get(step.id());
      lines.add(
          "  " + (i + 1) + ". " + step.name() + (took == null ? "" : " (" + usually(took) + ")"));
      if (!step.after().isEmpty()) {
        lines.add("       " + step.before() + " -> " + step.after());
        lines.add("       undo: " + step.undo());
      }
    }
    for (Plan.Rows row : plan.rows()) {
      lines.add(
          "  %-32s %,12d -> %,12d  (%+,d)"
              .formatted(row.table(), row.now(), row.then(), row.change()));
    }
    plan.facts().forEach((name, value) -> lines.add("  " + name + ": " + value));
    plan.warnings().forEach(warning -> lines.add("  ! " + warning));
    lines.add("  plan " + plan.hash().substring(0, 12));
    return lines;
  }

  /** How long something took before, e.g. "usually 1.3 s" or "usually 2 min 5 s". */
  public static String usually(Duration took) {
    return "usually " + time(took);
  }

  /** A time for people, e.g. "1.3 s", "2 min 5 s" or "24 h 0 min". */
  public static String time(Duration took) {
    long seconds = Math.round(took.toMillis() / 1_000.0);
    if (seconds < 60) {
      return String.format(Locale.ENGLISH, "%.1f s", took.toMillis() / 1_000.0);
    }
    return seconds < 3_600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60);
  }
}
