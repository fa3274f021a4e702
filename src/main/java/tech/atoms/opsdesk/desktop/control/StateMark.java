package tech.atoms.opsdesk.desktop.control;

import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The icon of a state in its colour, where the words stand beside it already: in a row that says
 * them, to screen readers too. May bear a number.
 */
public final class StateMark extends Label {
  private final FontIcon icon;
  private Look look;

  /** Shows a look. */
  public StateMark(Look look) {
    this.look = look;
    icon = Icons.icon(look.icon(), "state-icon");
    setGraphic(icon);
    getStyleClass().addAll("state-mark", look.styleClass());
    setMinWidth(USE_PREF_SIZE);
  }

  /**
   * Changes it.
   *
   * @param number empty: none
   */
  public void set(Look newLook, String number) {
    if (look != newLook) {
      getStyleClass().remove(look.styleClass());
      getStyleClass().add(newLook.styleClass());
      icon.setIconLiteral(newLook.icon());
      look = newLook;
    }
    setText(number);
  }
}
