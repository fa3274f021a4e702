package tech.atoms.opsdesk.desktop.control;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

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

  /** Puts something at the right of the title. */
  public final void setAside(Node node) {
    while (titleRow.getChildren().size() > 2) {
      titleRow.getChildren().removeLast();
    }
    titleRow.getChildren().add(node);
  }
}
