package tech.atoms.opsdesk.desktop.shell;

import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the character of a key from where the key was not pressed. A key that opens a card moves
 * the focus before its character comes, which would be typed into the card's first field.
 */
final class Strokes {
  private @Nullable KeyCode held;
  private @Nullable Node began;

  /** A key goes down; a key that is held down comes here again and again. */
  void pressed(KeyEvent event, Scene scene) {
    if (event.isShortcutDown()) {
      held = null; // brings no character
    } else if (event.getCode() != held) {
      held = event.getCode();
      began = scene.getFocusOwner();
    }
  }

  /** A key goes up. */
  void released(KeyEvent event) {
    if (event.getCode() == held) {
      held = null;
      began = null;
    }
  }

  /** A character comes: it is dropped where the focus has moved since its key went down. */
  void typed(KeyEvent event, Scene scene) {
    if (held != null && !Objects.equals(scene.getFocusOwner(), began)) {
      event.consume();
    }
  }
}
