package tech.atoms.opsdesk.desktop.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.css.CssParser;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Dialog;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.Ticker;

/** Every screen and card in both themes: style sheets, names, states, room, and a clean end. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryScreenTest extends Sweep {
  private static final List<String> SCREENS =
      List.of(
          "overview",
          "metrics",
          "sessions",
          "deployments",
          "backups",
          "readiness",
          "audit",
          "faults");

  /** The largest window without a display. */
  private static final int WIDEST = 1440;

  private static final int HIGHEST = 900;

  /** Held here: the log manager itself forgets loggers, and their handlers with them. */
  private static final Logger CSS = Logger.getLogger("javafx.css");

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          complaints.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    CSS.addHandler(handler);
    FxTest.run(() -> CssParser.errorsProperty().clear());
  }

  @AfterEach
  void listenNoMore() {
    CSS.removeHandler(handler);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void noStyleSheetComplainsAndEverythingHasANameAndAState(Theme theme) {
    Stage stage = desk.show(theme, 1440, 900);
    for (String name : SCREENS) {
      desk.open(stage, name);
      check(stage, name);
      if (name.equals("sessions")) {
        popups(stage);
        press(stage, KeyCode.TAB, true);
        FxTest.until("blocking tree", () -> !WholeDesk.texts(stage, "Blocking tree").isEmpty());
        check(stage, "sessions-database");
      }
    }
    for (KeyCode card : List.of(KeyCode.K, KeyCode.E, KeyCode.F1)) {
      press(stage, card, card != KeyCode.F1);
      check(stage, "card " + card);
      press(stage, KeyCode.ESCAPE, false);
    }
    desk.firstRun(stage);
    check(stage, "first-run");
    press(stage, KeyCode.T, true);
    FxTest.pulses();
    assertThat(complaints).isEmpty();
    assertThat(FxTest.call(() -> List.copyOf(CssParser.errorsProperty()))).isEmpty();
  }

  /** Nothing that is a state or a button is cut, and nothing leaves its window. */
  @ParameterizedTest
  @CsvSource({"1280,800", "1440,900", "1920,1080", "3840,2160"})
  void statesAndButtonsAreWhole(int width, int height) {
    Stage stage = desk.show(Theme.DARK, Math.min(width, WIDEST), Math.min(height, HIGHEST));
    for (String name : SCREENS) {
      desk.open(stage, name);
      assertThat(FxTest.call(() -> cutAt(stage.getScene(), width, height))).as(name).isEmpty();
    }
  }

  /** The clock stands still and the same readings come again: no second may draw anything. */
  @ParameterizedTest
  @ValueSource(strings = {"overview", "metrics", "backups", "readiness", "audit"})
  void nothingIsDrawnWhileNothingChanges(String name) {
    Stage stage = desk.show(Theme.DARK, 1440, 900);
    desk.open(stage, name);
    AtomicInteger seconds = new AtomicInteger();
    AtomicInteger pulses = new AtomicInteger();
    FxTest.run(() -> stage.getScene().addPostLayoutPulseListener(pulses::incrementAndGet));
    try (Ticker.Ticking _ =
        desk.jobs()
            .every(
                () -> {
                  desk.monitor().feed(desk.monitor().snapshot());
                  seconds.incrementAndGet();
                })) {
      // What the first seconds may still have had to draw does not count, however long that takes.
      FxTest.until("two seconds", () -> seconds.get() >= 2 && desk.jobs().underWay() == 0);
      Awaitility.await("quiet after the first seconds")
          .atMost(Duration.ofSeconds(60))
          .during(Duration.ofMillis(400))
          .until(() -> pulses.getAndSet(0) == 0);
      int quietFrom = seconds.get();
      FxTest.until("three more seconds", () -> seconds.get() >= quietFrom + 3);
    }
    assertThat(pulses).hasValue(0);
  }

  @Test
  void f6ReachesEveryRegionAndComesBack() {
    Stage stage = desk.show(Theme.DARK, 1440, 900);
    for (String name : SCREENS) {
      desk.open(stage, name);
      List<Node> owners = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        press(stage, KeyCode.F6, false);
        Node owner = FxTest.call(() -> stage.getScene().getFocusOwner());
        if (owners.contains(owner)) {
          break;
        }
        owners.add(owner);
      }
      List<String> regions = new ArrayList<>();
      FxTest.run(() -> owners.forEach(owner -> regions.add(region(owner))));
      assertThat(regions).as(name).contains("shell-sidebar", "shell-content", "shell-header");
    }
  }

  @Test
  void closesCleanlyWithAPopupAndADialogOpen() {
    Stage stage = desk.show(Theme.DARK, 1280, 800);
    desk.open(stage, "sessions");
    FxTest.run(
        () -> {
          ComboBoxBase<?> box =
              (ComboBoxBase<?>) stage.getScene().getRoot().lookup(".searchable-combo-box");
          box.show();
          Dialog<Void> dialog = new Dialog<>();
          dialog.initOwner(stage);
          dialog.setTitle("Dialog");
          dialog.show();
        });
    FxTest.pulses();
    assertThat(FxTest.call(() -> Window.getWindows().size())).isGreaterThan(2);
    FxTest.hideAll();
    FxTest.pulses();
    assertThat(FxTest.call(() -> List.copyOf(Window.getWindows()))).isEmpty();
    assertThat(complaints).isEmpty();
  }

  private void check(Stage stage, String where) {
    FxTest.pulses();
    FxTest.run(
        () -> {
          List<Node> nodes = WholeDesk.shown(stage.getScene().getRoot());
          assertThat(nodes.stream().filter(Node::isCache))
              .as("drawn whole for every figure that changes on " + where)
              .isEmpty();
          assertThat(nodes.stream().filter(Node::isFocusTraversable).filter(n -> !named(n)))
              .as("without a name on " + where)
              .isEmpty();
          assertThat(
                  nodes.stream()
                      .filter(n -> n.getStyleClass().contains("state-label"))
                      .map(Labeled.class::cast)
                      .filter(l -> l.getGraphic() == null || l.getText().isBlank()))
              .as("states without icon or word on " + where)
              .isEmpty();
        });
  }

  private static boolean named(Node node) {
    String accessible = node.getAccessibleText();
    String text = node instanceof Labeled labeled ? labeled.getText() : "";
    return (accessible != null && !accessible.isBlank()) || (text != null && !text.isBlank());
  }

  private static String region(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      for (String style : at.getStyleClass()) {
        if (style.startsWith("shell-") && !style.equals("shell-host")) {
          return style;
        }
      }
    }
    return "nowhere";
  }

  /** The same at a size that a window without a display cannot have: laid out, not drawn. */
  private static List<String> cutAt(Scene scene, double width, double height) {
    Parent root = scene.getRoot();
    if (width > WIDEST) {
      root.resize(width, height);
      for (int i = 0; i < 3; i++) {
        root.applyCss();
        root.layout();
      }
    }
    List<String> found = cut(scene, width);
    root.resize(scene.getWidth(), scene.getHeight());
    return found;
  }

  /** States, buttons and figures whose words are shortened, or that leave the window. */
  private static List<String> cut(Scene scene, double width) {
    List<String> found = new ArrayList<>();
    for (Node node : WholeDesk.shown(scene.getRoot())) {
      boolean whole =
          node.getStyleClass().stream()
              .anyMatch(
                  style ->
                      List.of("state-label", "button", "toggle-button", "figure", "tile-name")
                          .contains(style));
      if (whole && node instanceof Labeled labeled && !labeled.isWrapText()) {
        for (Node part : labeled.getChildrenUnmodifiable()) {
          String drawn = part instanceof Text text ? text.getText() : "";
          if (drawn.endsWith("…") && !labeled.getText().endsWith("…")) {
            found.add("shortened: " + labeled.getText());
          }
        }
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (bounds.getMinX() < 0 || bounds.getMaxX() > width + 0.5) {
          found.add("outside: " + labeled.getText());
        }
      }
    }
    return found;
  }

  private void popups(Stage stage) {
    List<ComboBoxBase<?>> boxes =
        FxTest.call(
            () -> {
              List<ComboBoxBase<?>> all = new ArrayList<>();
              for (Node node : stage.getScene().getRoot().lookupAll(".choice")) {
                if (node instanceof ComboBoxBase<?> box && box.getId() == null) {
                  all.add(box);
                }
              }
              return all;
            });
    assertThat(boxes).hasSize(3);
    for (ComboBoxBase<?> box : boxes) {
      FxTest.run(box::show);
      FxTest.pulses();
      FxTest.run(box::hide);
      FxTest.pulses();
    }
  }

  private static void press(Stage stage, KeyCode code, boolean control) {
    FxTest.run(
        () -> {
          Scene scene = stage.getScene();
          Node target = scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner();
          if (code == KeyCode.TAB) {
            target = scene.getRoot().lookup(".sessions-screen");
          }
          target.fireEvent(
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
        });
  }
}
