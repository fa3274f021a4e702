package tech.atoms.opsdesk.desktop.run;

import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;

/** A plan as plain text, to be pasted somewhere. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(plan.title() + " in " + plan.environment());
    for (int i = 0; i < plan.steps().size(); i++) {
      PlannedStep step = plan.steps().get(i);
      lines.add("  " + (i + 1) + ". " + step.name());
      if (!step.after().isEmpty()) {
        lines.add("       " + step.before() + " -> " + step.after());
        lines.add("       undo: " + step.undo());
      }
    }
    plan.facts().forEach((name, value) -> lines.add("  " + name + ": " + value));
    plan.warnings().forEach(warning -> lines.add("  ! " + warning));
    lines.add("  plan " + plan.hash());
    return String.join("\n", lines);
  }
}
