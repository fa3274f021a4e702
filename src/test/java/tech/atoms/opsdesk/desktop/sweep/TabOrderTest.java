package tech.atoms.opsdesk.desktop.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;

/** Tab alone reaches everything that reacts to a key or a click, and Shift Tab goes back. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TabOrderTest extends Sweep {
  /** More than any screen has controls: a walk that long goes nowhere. */
  private static final int MOST_STEPS = 200;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overview",
        "metrics",
        "sessions",
        "database",
        "deployments",
        "backups",
        "readiness",
        "audit",
        "faults",
        "first-run"
      })
  void tabReachesEveryControlAndShiftTabAsWell(String name) {
    Stage stage = desk.show(Theme.DARK, 1440, 900);
    switch (name) {
      case "first-run" -> desk.firstRun(stage);
      case "database" -> {
        desk.open(stage, "sessions");
        FxTest.run(
            () ->
                stage
                    .getScene()
                    .getRoot()
                    .lookup(".sessions-screen")
                    .fireEvent(
                        new KeyEvent(
                            KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, false, true, false, false)));
        FxTest.until("blocking tree", () -> !WholeDesk.texts(stage, "Blocking tree").isEmpty());
      }
      default -> desk.open(stage, name);
    }
    FxTest.pulses();
    FxTest.run(
        () -> {
          List<Node> operable =
              WholeDesk.shown(stage.getScene().getRoot()).stream()
                  .filter(TabOrderTest::operable)
                  .toList();
          assertThat(operable).as("controls of " + name).hasSizeGreaterThan(3);
          for (boolean back : List.of(false, true)) {
            Set<Node> reached = walk(stage, back);
            List<Node> missed = new ArrayList<>(operable);
            missed.removeAll(reached);
            assertThat(missed).as("not reached on %s, back: %s", name, back).isEmpty();
          }
        });
  }

  /**
   * Everything that had the focus until it came to a place for the second time. Of a row of which
   * one holds, Tab meets one; the arrows meet the others.
   */
  private static Set<Node> walk(Stage stage, boolean back) {
    Set<Node> reached = new LinkedHashSet<>();
    for (int i = 0; i < MOST_STEPS; i++) {
      Node next = press(stage, KeyCode.TAB, back);
      if (next == null || !reached.add(next)) {
        return reached;
      }
      if (next instanceof ToggleButton toggle && toggle.getToggleGroup() != null) {
        Set<Node> row = new LinkedHashSet<>();
        for (Node at = next; at != null && row.add(at); ) {
          at = press(stage, back ? KeyCode.LEFT : KeyCode.RIGHT, false);
        }
        reached.addAll(row);
        next.requestFocus();
      }
    }
    throw new AssertionError("Tab never came round: " + reached);
  }

  private static @Nullable Node press(Stage stage, KeyCode code, boolean shift) {
    Node owner = stage.getScene().getFocusOwner();
    Node target = owner == null ? stage.getScene().getRoot() : owner;
    for (EventType<KeyEvent> type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      target.fireEvent(new KeyEvent(type, "", "", code, shift, false, false, false));
    }
    return stage.getScene().getFocusOwner();
  }

  /** What can be worked with a key or a click, not what is a part of such a control. */
  private static boolean operable(Node node) {
    if (node.isDisabled() || partOfControl(node)) {
      return false;
    }
    boolean control =
        switch (node) {
          case ButtonBase _, ComboBoxBase<?> _, TextInputControl _, Slider _ -> true;
          case TableView<?> _, TreeTableView<?> _, ListView<?> _, TreeView<?> _ -> true;
          default -> false;
        };
    return control
        || node.isFocusTraversable()
        || node instanceof ScrollBar
        || node.getOnMouseClicked() != null
        || node.getOnMousePressed() != null
        || node.getOnMouseReleased() != null
        || node.getOnKeyPressed() != null;
  }

  private static boolean partOfControl(Node node) {
    if (node.getParent() instanceof ScrollPane page) {
      // Its viewport and bars: what it holds is further down, and that, or itself, keys scroll.
      return !(node instanceof ScrollBar)
          || page.isFocusTraversable()
          || WholeDesk.shown(page).stream().anyMatch(Node::isFocusTraversable);
    }
    for (Node at = node.getParent(); at != null; at = at.getParent()) {
      if (at instanceof Control && !(at instanceof ScrollPane)) {
        return true;
      }
    }
    return false;
  }
}
