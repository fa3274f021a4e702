package tech.atoms.opsdesk.desktop.run;

import java.time.Instant;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;

/** What a run was started from: what, by whom, why, and the facts that it holds for. */
final class PlanCard extends VBox {
  private static final double NARROW = 64;
  private static final double WIDE = 124;

  private final GridPane facts = new GridPane();
  private @Nullable String shown;

  PlanCard() {
    getStyleClass().add("plan-facts");
  }

  void clear() {
    shown = null;
    getChildren().clear();
  }

  void show(Run run, Instant now) {
    String key = run.id() + run.host();
    if (key.equals(shown)) {
      return;
    }
    shown = key;
    Plan plan = run.plan();
    facts.getChildren().clear();
    facts.getStyleClass().setAll("facts");
    int row = 0;
    row = fact(row, "Change", plan.title(), "strong");
    row = fact(row, "Started", run.by() + ", " + Ages.at(run.created(), now) + " UTC", "small");
    row = fact(row, "Why", run.reason().isEmpty() ? "not told" : run.reason(), "small");
    row = fact(row, "Desk", run.host() + " · " + run.login(), "small");
    fact(row, "Plan", plan.hash().substring(0, 12), "mono");
    getChildren().setAll(facts);
    Label heading = new Label("Held for these facts · " + plan.facts().size());
    heading.getStyleClass().addAll("strong", "small");
    getChildren().add(heading);
    GridPane found = new GridPane();
    found.getStyleClass().add("facts");
    int line = 0;
    for (Map.Entry<String, String> each : plan.facts().entrySet()) {
      line = add(found, line, RunTexts.fact(each.getKey()), each.getValue(), "small", WIDE);
    }
    getChildren().add(found);
    for (String warning : plan.warnings()) {
      StateLabel label = new StateLabel(Look.WARNING, warning);
      label.getStyleClass().addAll("small", "plan-warning");
      label.setWrapText(true);
      label.setMinWidth(0);
      label.setMinHeight(Region.USE_PREF_SIZE);
      getChildren().add(label);
    }
  }

  private int fact(int row, String name, String value, String styleClass) {
    return add(facts, row, name, value, styleClass, NARROW);
  }

  private static int add(
      GridPane grid, int row, String name, String value, String styleClass, double width) {
    Label left = new Label(name);
    left.getStyleClass().add("meta");
    left.setWrapText(true);
    left.setMinWidth(width);
    left.setMinHeight(Region.USE_PREF_SIZE);
    Label right = new Label(value);
    right.getStyleClass().add(styleClass);
    right.setWrapText(true);
    right.setMinWidth(0);
    right.setMinHeight(Region.USE_PREF_SIZE);
    right.setAccessibleText(name + ": " + value);
    grid.addRow(row, left, right);
    GridPane.setValignment(left, VPos.TOP);
    return row + 1;
  }
}
