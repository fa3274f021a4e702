package tech.atoms.opsdesk.desktop.control;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** Keys as they are printed on a keyboard, e.g. "Ctrl" and "K" side by side. */
public final class KeyCap extends HBox {

  /**
   * Shows keys.
   *
   * @param keys separated by blanks, e.g. "Ctrl K"
   */
  public KeyCap(String keys) {
    getStyleClass().add("key-caps");
    for (String key : keys.split(" ", -1)) {
      Label cap = new Label(key);
      cap.getStyleClass().add("key-cap");
      cap.setMinWidth(USE_PREF_SIZE);
      getChildren().add(cap);
    }
    setMinWidth(USE_PREF_SIZE);
    setAccessibleText(keys.replace(" ", " plus "));
  }
}
