package tech.atoms.opsdesk.desktop.control;

import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tech.atoms.opsdesk.monitor.State;

/**
 * A state as icon, word and colour. Changes only what differs, so an unchanged state costs nothing.
 */
public final class StateLabel extends Label {
  private final FontIcon icon;
  private @Nullable Look look;

  /**
   * Shows a look with words.
   *
   * @param look icon and colour
   * @param text the words
   */
  public StateLabel(Look look, String text) {
    icon = Icons.icon(look.icon(), "state-icon");
    setGraphic(icon);
    getStyleClass().add("state-label");
    // A state is never cut off: it takes the room it needs.
    setMinWidth(USE_PREF_SIZE);
    set(look, text);
  }

  /** Shows a state with its own word. */
  public StateLabel(State state) {
    this(Look.of(state), state.word());
  }

  /** Changes look and words. */
  public void set(Look newLook, String text) {
    if (look != newLook) {
      if (look != null) {
        getStyleClass().remove(look.styleClass());
        if (!look.icon().equals(newLook.icon())) {
          icon.setIconLiteral(newLook.icon());
        }
      }
      getStyleClass().add(newLook.styleClass());
      look = newLook;
    }
    setText(text);
  }

  /** What it shows at the moment. */
  public Look look() {
    return look == null ? Look.NO_DATA : look;
  }
}
