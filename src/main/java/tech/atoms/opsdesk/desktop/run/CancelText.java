package tech.atoms.opsdesk.desktop.run;

import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.StepState;

/** What giving up a run that is not over would do now, from what its steps have done so far. */
final class CancelText {
  private CancelText() {}

  static String of(Run run) {
    StringBuilder remains = new StringBuilder();
    for (int i = 0; i < run.steps().size() && i < run.plan().steps().size(); i++) {
      Run.RunStep step = run.steps().get(i);
      PlannedStep planned = run.plan().steps().get(i);
      if (planned.after().isEmpty() || (step.attempts() == 0 && step.state() != StepState.DONE)) {
        continue;
      }
      remains
          .append(remains.isEmpty() ? "" : " ")
          .append(RunTexts.capital(planned.after()))
          .append(
              step.state() == StepState.DONE ? ": that stays. " : ": that may still come about. ")
          .append("To undo: ")
          .append(planned.undo())
          .append('.');
    }
    return remains.isEmpty()
        ? "Nothing was changed yet: the environment stays as it is, and is free again."
        : remains + " The environment is free again.";
  }
}
