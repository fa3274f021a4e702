package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * The keys of the window. Combinations and function keys work everywhere; single letters go to the
 * screen, and only while no text is being typed.
 */
final class Keys {
  private final Shell shell;
  private final Strokes strokes = new Strokes();
  private final Map<KeyCombination, Runnable> everywhere = new LinkedHashMap<>();

  Keys(Shell shell) {
    this.shell = shell;
    control(KeyCode.K, shell::openPalette);
    control(KeyCode.E, shell::openSwitcher);
    control(KeyCode.T, shell::switchTheme);
    everywhere.put(new KeyCodeCombination(KeyCode.F1), shell::openShortcuts);
    everywhere.put(new KeyCodeCombination(KeyCode.F5), shell::refresh);
    everywhere.put(new KeyCodeCombination(KeyCode.F6), () -> nextPanel(1));
    everywhere.put(
        new KeyCodeCombination(KeyCode.F6, KeyCombination.SHIFT_DOWN), () -> nextPanel(-1));
    for (int digit = 0; digit <= 9; digit++) {
      String keys = "Ctrl " + digit;
      control(KeyCode.valueOf("DIGIT" + digit), () -> shell.openByKeys(keys));
      control(KeyCode.valueOf("NUMPAD" + digit), () -> shell.openByKeys(keys));
    }
  }

  /** Listens to a scene. */
  void attach(Scene scene) {
    scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> strokes.pressed(event, scene));
    scene.addEventFilter(KeyEvent.KEY_RELEASED, strokes::released);
    scene.addEventFilter(KeyEvent.KEY_TYPED, event -> strokes.typed(event, scene));
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::first);
    scene.addEventHandler(KeyEvent.KEY_PRESSED, this::last);
    scene.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
  }

  /**
   * The filter is found by the character: a press moves the focus before the character comes, which
   * would then be typed into the field; and on many keyboards "/" is no key of its own.
   */
  private void typed(KeyEvent event) {
    boolean typing = event.getTarget() instanceof TextInputControl;
    if (!event.isConsumed()
        && !typing
        && !shell.isOverlayOpen()
        && "/".equals(event.getCharacter())
        && shell.focusFilter()) {
      event.consume();
    }
  }

  private void control(KeyCode code, Runnable action) {
    everywhere.put(new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN), action);
  }

  private void first(KeyEvent event) {
    if (shell.overlayTakes(event)) {
      event.consume();
      return;
    }
    if (event.getCode() == KeyCode.ESCAPE && shell.closeOverlay()) {
      event.consume();
      return;
    }
    for (Map.Entry<KeyCombination, Runnable> entry : everywhere.entrySet()) {
      if (entry.getKey().match(event)) {
        event.consume();
        entry.getValue().run();
        return;
      }
    }
    if (shell.beginsOperation(event)) {
      event.consume();
    }
  }

  private void last(KeyEvent event) {
    if (event.isConsumed() || shell.isOverlayOpen() || event.isAltDown()) {
      return;
    }
    boolean typing = event.getTarget() instanceof TextInputControl;
    if (typing) {
      return;
    }
    if (shell.screenKey(event)) {
      event.consume();
    }
  }

  /** Moves the focus to the next group of controls: navigation, then each panel of the screen. */
  private void nextPanel(int step) {
    List<Node> groups = shell.focusGroups();
    List<Node> reachable = new ArrayList<>();
    for (Node group : groups) {
      if (OverlayHost.firstFocusable(group) != null) {
        reachable.add(group);
      }
    }
    if (reachable.isEmpty()) {
      return;
    }
    Node owner = shell.root().getScene().getFocusOwner();
    int at = -1;
    for (int i = 0; i < reachable.size(); i++) {
      if (owner != null && OverlayHost.isInside(owner, reachable.get(i))) {
        at = i;
      }
    }
    Node target =
        OverlayHost.firstFocusable(reachable.get(Math.floorMod(at + step, reachable.size())));
    if (target != null) {
      target.requestFocus();
    }
  }
}
