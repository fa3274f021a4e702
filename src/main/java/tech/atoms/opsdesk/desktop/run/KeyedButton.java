package tech.atoms.opsdesk.desktop.run;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;

/** Buttons that show the keys which do the same. */
public final class KeyedButton {
  private KeyedButton() {}

  /**
   * A button.
   *
   * @param words what it does; "…": something opens first
   * @param icon code of its icon; empty for none
   * @param keys that do the same; empty for none
   * @param action does it
   * @param styleClasses further style classes, e.g. "dangerous"
   */
  public static Button of(
      String words, String icon, String keys, Runnable action, String... styleClasses) {
    Label text = new Label(words);
    text.getStyleClass().add("button-words");
    text.setMinWidth(Region.USE_PREF_SIZE);
    HBox content = new HBox();
    content.getStyleClass().add("keyed-content");
    if (!icon.isEmpty()) {
      content.getChildren().add(Icons.icon(icon));
    }
    content.getChildren().add(text);
    if (!keys.isEmpty()) {
      content.getChildren().add(new KeyCap(keys));
    }
    Button button = new Button();
    button.setGraphic(content);
    button.getStyleClass().add("keyed-button");
    button.getStyleClass().addAll(styleClasses);
    button.setAccessibleText(keys.isEmpty() ? words : words + ", " + keys);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return button;
  }

  /** Changes what a button of {@link #of} says. */
  static void words(Button button, String words) {
    if (button.getGraphic() instanceof HBox content) {
      for (Node part : content.getChildren()) {
        if (part instanceof Label label && label.getStyleClass().contains("button-words")) {
          label.setText(words);
        }
      }
    }
    button.setAccessibleText(words);
  }
}
