package tech.atoms.opsdesk.desktop.control;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.common.Problem;

/** A bordered panel with a title at the left and, where given, something at the right of it. */
public final class Panel extends VBox {
  private final HBox titleRow = new HBox();

  /**
   * A panel without content.
   *
   * @param title in sentence case
   */
  public Panel(String title) {
    getStyleClass().add("panel");
    Label label = new Label(title);
    label.getStyleClass().add("panel-title");
    label.setMinWidth(USE_PREF_SIZE);
    titleRow.getStyleClass().add("panel-title-row");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    titleRow.getChildren().addAll(label, space);
    getChildren().add(titleRow);
    setAccessibleText(title);
  }

  /** Tells what went wrong where something else should be: what, where, why, what to do next. */
  public static Panel of(Problem problem) {
    Panel panel = new Panel(problem.what());
    for (String line : List.of(problem.where(), problem.why(), problem.next())) {
      Label text = new Label(line);
      text.setWrapText(true);
      panel.getChildren().add(text);
    }
    return panel;
  }

  /** Puts something at the right of the title. */
  public final void setAside(Node node) {
    while (titleRow.getChildren().size() > 2) {
      titleRow.getChildren().removeLast();
    }
    titleRow.getChildren().add(node);
  }
}
