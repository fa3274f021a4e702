package tech.atoms.opsdesk.desktop.control;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Arrow keys in a row of toggle buttons of which one holds. Tab stops once in such a row; from
 * there the toolkit's own arrows would mark another button as selected without its action being
 * run.
 */
public final class ArrowKeys {
  private static final Set<KeyCode> BACK = EnumSet.of(KeyCode.UP, KeyCode.LEFT);
  private static final Set<KeyCode> ON = EnumSet.of(KeyCode.DOWN, KeyCode.RIGHT);

  private ArrowKeys() {}

  /** Lets arrows choose the button before or after the focused one; after the last, the first. */
  public static void choose(Parent row) {
    row.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          boolean on = ON.contains(event.getCode());
          if (event.getTarget() instanceof ToggleButton from
              && (on || BACK.contains(event.getCode()))) {
            step(row, from, on ? 1 : -1);
            event.consume();
          }
        });
  }

  private static void step(Parent row, ToggleButton from, int by) {
    List<ToggleButton> buttons =
        row.getChildrenUnmodifiable().stream()
            .filter(ToggleButton.class::isInstance)
            .map(ToggleButton.class::cast)
            .toList();
    ToggleButton to = buttons.get(Math.floorMod(buttons.indexOf(from) + by, buttons.size()));
    to.requestFocus();
    to.fire();
  }
}
