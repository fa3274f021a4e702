package tech.atoms.opsdesk.desktop.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateMark;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.StepState;

/** The steps of a run, one below the other, with the one that is worked on marked. */
final class StepsPane extends VBox {
  /** What was seen of a step that is done is told in so many characters; the rest on hovering. */
  private static final int DONE_DETAIL = 160;

  private final List<StepRow> rows = new ArrayList<>();
  private int current;

  StepsPane() {
    getStyleClass().add("run-steps");
  }

  /**
   * Shows how a run stands.
   *
   * @param usual how long its steps took before, by id
   * @return whether another step is at work than before
   */
  boolean show(Run run, Map<String, Duration> usual, Instant now) {
    List<Run.RunStep> steps = run.steps();
    while (rows.size() > steps.size()) {
      getChildren().remove(rows.removeLast());
    }
    while (rows.size() < steps.size()) {
      StepRow row = new StepRow(rows.size() + 1);
      rows.add(row);
      getChildren().add(row);
    }
    for (int i = 0; i < steps.size(); i++) {
      rows.get(i).show(run, steps.get(i), usual.get(steps.get(i).id()), now);
    }
    int at = Math.clamp(RunTexts.step(run), 1, Math.max(1, rows.size()));
    boolean moved = at != current && !rows.isEmpty();
    current = at;
    return moved;
  }

  /** The row of the step that is worked on, or waits to be. */
  Node current() {
    return rows.get(current - 1);
  }

  /** A step: icon, name, how long; and below what was seen. */
  private static final class StepRow extends HBox {
    private final int number;
    private final StateMark mark = new StateMark(Look.NEUTRAL);
    private final Label name = new Label();
    private final Label took = new Label();
    private final Label detail = new Label();

    StepRow(int number) {
      this.number = number;
      getStyleClass().add("run-step");
      name.getStyleClass().add("run-step-name");
      name.setWrapText(true);
      name.setMinHeight(USE_PREF_SIZE);
      name.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(name, Priority.ALWAYS);
      took.getStyleClass().add("meta");
      took.setMinWidth(USE_PREF_SIZE);
      detail.getStyleClass().add("meta");
      detail.setWrapText(true);
      detail.setMinHeight(Region.USE_PREF_SIZE);
      HBox first = new HBox(8, name, took);
      VBox words = new VBox(2, first, detail);
      words.setMinWidth(0);
      HBox.setHgrow(words, Priority.ALWAYS);
      getChildren().addAll(mark, words);
    }

    void show(Run run, Run.RunStep step, @Nullable Duration usual, Instant now) {
      boolean current = !run.state().isOver() && number == RunTexts.step(run);
      boolean still = RunTexts.standsStill(run, step);
      boolean failed = step.state() == StepState.FAILED;
      mark.set(RunTexts.look(run, step), "");
      name.setText(number + " " + step.name());
      boolean begun = step.started() != null && step.state() != StepState.WAITING;
      took.setText(begun ? RunTexts.took(step.started(), step.ended(), now) : "");
      String word = RunTexts.word(run, step);
      String seen =
          step.state() == StepState.WAITING && usual != null
              ? PlanText.usually(usual)
              : step.detail();
      String all = seen.isEmpty() ? word : word + " · " + seen;
      boolean cut = step.state() == StepState.DONE && all.length() > DONE_DETAIL;
      detail.setText(cut ? all.substring(0, DONE_DETAIL) + " …" : all);
      detail.setTooltip(cut ? new Tooltip(all) : null);
      style("current", current && !failed && !still);
      style("failed", failed || still);
      style("begun", begun);
      setAccessibleText(name.getText() + ", " + all);
    }

    private void style(String styleClass, boolean wanted) {
      if (wanted != getStyleClass().contains(styleClass)) {
        if (wanted) {
          getStyleClass().add(styleClass);
        } else {
          getStyleClass().remove(styleClass);
        }
      }
    }
  }
}
