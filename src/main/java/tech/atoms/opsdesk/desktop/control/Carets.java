package tech.atoms.opsdesk.desktop.control;

import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.TextFieldSkin;

/**
 * Keeps the carets of fields that were left from blinking on. JavaFX 26 stops the caret when a
 * field loses the focus and then moves it to the front, which starts it again: unseen, and drawing
 * twice a second for as long as the field lives.
 */
public final class Carets {
  private Carets() {}

  /** Watches the fields of a scene, for as long as the scene lives. On the JavaFX thread. */
  public static void restIn(Scene scene) {
    scene
        .focusOwnerProperty()
        .addListener(
            (focus, left, entered) -> {
              if (left instanceof TextField field && field.getSkin() instanceof TextFieldSkin s) {
                // Whoever hears first: a caret that is in front already is not moved again.
                field.selectRange(0, 0);
                s.setCaretAnimating(false);
              }
            });
  }
}
