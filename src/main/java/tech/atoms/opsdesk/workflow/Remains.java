package tech.atoms.opsdesk.workflow;

import java.util.ArrayList;
import java.util.List;

/** What a run leaves behind that does not come to its end, in words. */
final class Remains {
  private Remains() {}

  static String of(Run run) {
    List<String> words = new ArrayList<>();
    int left = 0;
    for (int i = 0; i < run.steps().size(); i++) {
      Run.RunStep step = run.steps().get(i);
      PlannedStep planned = run.plan().steps().get(i);
      boolean mayHaveHappened = step.attempts() > 0 && step.state() != StepState.TAKEN_BACK;
      if (mayHaveHappened) {
        words.add(
            (step.state() == StepState.DONE ? "stays done: " : "may have happened: ")
                + step.name()
                + " (undo: "
                + planned.undo()
                + ")");
      } else if (step.state() == StepState.TAKEN_BACK) {
        words.add("taken back: " + step.name());
      } else if (step.state() == StepState.SKIPPED) {
        words.add("left out: " + step.name());
      } else if (step.state() != StepState.DONE) {
        left++;
      }
    }
    if (words.isEmpty()) {
      words.add("nothing was changed");
    }
    if (left > 0) {
      words.add(left == 1 ? "1 step was not done" : left + " steps were not done");
    }
    return String.join("; ", words);
  }
}
