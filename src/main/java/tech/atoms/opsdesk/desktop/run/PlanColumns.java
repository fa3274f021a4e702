package tech.atoms.opsdesk.desktop.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.deploy.Deploy;

/** A plan in three columns: what changes, what was found, what will run. */
final class PlanColumns extends GridPane {
  private static final double GAP = 16;

  /** A value that needs more is wrapped. */
  private static final double VALUE_WIDTH = 170;

  private static final double THIRD = 100.0 / 3;

  /**
   * Of a plan.
   *
   * @param usual how long its steps took before, by id
   * @param preview what its first gate says; null: not known yet
   */
  PlanColumns(Plan plan, Map<String, Duration> usual, @Nullable Preview preview) {
    getStyleClass().add("plan-columns");
    setHgap(GAP);
    for (int i = 0; i < 3; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(THIRD);
      getColumnConstraints().add(column);
    }
    List<VBox> columns = List.of(changes(plan), found(plan, preview), steps(plan, usual));
    for (int i = 0; i < columns.size(); i++) {
      add(columns.get(i), i, 0);
      GridPane.setValignment(columns.get(i), VPos.TOP);
    }
  }

  private static VBox changes(Plan plan) {
    VBox box = column("What changes");
    Label title = new Label(plan.title());
    title.getStyleClass().add("title");
    title.setWrapText(true);
    title.setMinHeight(Region.USE_PREF_SIZE);
    box.getChildren().add(title);
    for (Map.Entry<String, String> fact : plan.facts().entrySet()) {
      if (plan.changes().contains(fact.getKey())) {
        box.getChildren().add(fact(fact.getKey(), fact.getValue()));
      }
    }
    VBox difference = new VBox();
    difference.getStyleClass().add("plan-difference");
    for (PlannedStep step : plan.steps()) {
      if (!step.after().isEmpty()) {
        difference
            .getChildren()
            .addAll(mono(step.name(), ""), mono("- " + step.before(), "was"), after(step));
      }
    }
    if (difference.getChildren().isEmpty()) {
      difference.getChildren().add(mono("Nothing is changed", ""));
    }
    box.getChildren().add(difference);
    for (PlannedStep step : plan.steps()) {
      if (!step.after().isEmpty()) {
        box.getChildren().add(meta("To undo: " + step.undo()));
      }
    }
    box.getChildren().add(mono("plan " + plan.hash().substring(0, 12), "quiet"));
    return box;
  }

  private static Label after(PlannedStep step) {
    return mono("+ " + step.after(), "is");
  }

  private static VBox found(Plan plan, @Nullable Preview preview) {
    VBox all = new VBox(12);
    all.setMinWidth(0);
    if (preview == null ? plan.workflow().equals(Deploy.ID) : preview.isThere()) {
      all.getChildren().add(checks(preview));
    }
    all.getChildren().add(facts(plan));
    return all;
  }

  private static VBox checks(@Nullable Preview preview) {
    if (preview == null) {
      VBox box = column("Checks");
      box.getChildren().add(wrapped(new StateLabel(Look.RUNNING, "Asking the first gate …")));
      return box;
    }
    VBox box =
        column(
            "Checks · %d of %d pass, %d for you"
                .formatted(preview.passing(), preview.checks().size(), preview.ticks().size()));
    for (GateCheck check : preview.checks()) {
      box.getChildren()
          .add(
              wrapped(
                  new StateLabel(
                      GatePane.look(check.state()), check.name() + ": " + check.detail())));
    }
    for (String tick : preview.ticks()) {
      box.getChildren().add(wrapped(new StateLabel(Look.HOLDING, tick)));
    }
    return box;
  }

  private static StateLabel wrapped(StateLabel line) {
    line.getStyleClass().add("small");
    line.setWrapText(true);
    line.setMinWidth(0);
    line.setMinHeight(Region.USE_PREF_SIZE);
    return line;
  }

  private static VBox facts(Plan plan) {
    int warnings = plan.warnings().size();
    VBox box =
        column(
            "Found · "
                + count(plan.facts().size() - plan.changes().size(), "fact")
                + ", "
                + (warnings == 0 ? "no warning" : count(warnings, "warning")));
    for (String warning : plan.warnings()) {
      StateLabel line = wrapped(new StateLabel(Look.WARNING, warning));
      line.getStyleClass().add("plan-warning");
      box.getChildren().add(line);
    }
    for (Map.Entry<String, String> fact : plan.facts().entrySet()) {
      if (!plan.changes().contains(fact.getKey())) {
        box.getChildren().add(fact(fact.getKey(), fact.getValue()));
      }
    }
    return box;
  }

  private static Node fact(String name, String value) {
    Label left = new Label(RunTexts.fact(name));
    left.setWrapText(true);
    left.setMinHeight(Region.USE_PREF_SIZE);
    HBox.setHgrow(left, Priority.ALWAYS);
    left.setMaxWidth(Double.MAX_VALUE);
    Label right = new Label(value);
    right.getStyleClass().addAll("meta", "plan-value");
    right.setWrapText(true);
    right.setMinHeight(Region.USE_PREF_SIZE);
    right.setMaxWidth(VALUE_WIDTH);
    right.setMinWidth(0);
    HBox row = new HBox(8, left, right);
    row.getStyleClass().add("plan-fact");
    row.setAccessibleText(name + ": " + value);
    return row;
  }

  private static VBox steps(Plan plan, Map<String, Duration> usual) {
    VBox box = column("What will run · " + count(plan.steps().size(), "step"));
    int number = 1;
    for (PlannedStep step : plan.steps()) {
      Label circle = new Label(String.valueOf(number++));
      circle.getStyleClass().add("plan-number");
      Label name = new Label(step.name());
      name.setWrapText(true);
      name.setMinHeight(Region.USE_PREF_SIZE);
      VBox words = new VBox(1, name, meta(effect(step) + took(usual.get(step.id()))));
      HBox.setHgrow(words, Priority.ALWAYS);
      HBox row = new HBox(10, circle, words);
      row.setAlignment(Pos.TOP_LEFT);
      box.getChildren().add(row);
    }
    return box;
  }

  private static String took(@Nullable Duration usual) {
    return usual == null ? "" : " · " + PlanText.usually(usual);
  }

  private static String effect(PlannedStep step) {
    return step.after().isEmpty() ? "Only looks; nothing is changed" : "To: " + step.after();
  }

  private static VBox column(String title) {
    Label heading = new Label(title);
    heading.getStyleClass().addAll("strong", "small");
    VBox box = new VBox(8, heading);
    box.setMinWidth(0);
    return box;
  }

  static Label meta(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label mono(String text, String styleClass) {
    Label label = new Label(text);
    label.getStyleClass().add("mono");
    if (!styleClass.isEmpty()) {
      label.getStyleClass().add(styleClass);
    }
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
