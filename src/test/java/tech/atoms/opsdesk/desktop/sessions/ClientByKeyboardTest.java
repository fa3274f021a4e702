package tech.atoms.opsdesk.desktop.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.controlsfx.control.SearchableComboBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.control.Choices;
import tech.atoms.opsdesk.desktop.shell.Theme;

/** The menu of clients, worked by keys alone. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientByKeyboardTest {
  private final List<String> heard = new ArrayList<>();
  private SearchableComboBox<String> clients;
  private Stage stage;

  @BeforeEach
  void show() {
    clients =
        FxTest.call(
            () -> Choices.searchable("Client", c -> c.isEmpty() ? "Client: any" : c, heard::add));
    Button before = FxTest.call(() -> new Button("Before"));
    Button after = FxTest.call(() -> new Button("After"));
    stage = FxTest.show(FxTest.call(() -> new VBox(before, clients, after)), 400, 300, Theme.DARK);
    FxTest.run(
        () -> {
          clients.getItems().setAll("", "Claude Desktop", "Cursor", "Zed");
          clients.setValue("");
          before.requestFocus();
        });
    heard.clear();
    press(KeyCode.TAB);
    assertThat(FxTest.call(() -> clients.isFocused())).isTrue();
  }

  @AfterEach
  void hide() {
    FxTest.hideAll();
  }

  @Test
  void opensFindsAndChooses() {
    press(KeyCode.DOWN);
    assertThat(showing()).isTrue();
    type("cur");
    press(KeyCode.DOWN);
    press(KeyCode.ENTER);
    assertThat(value()).isEqualTo("Cursor");
    assertThat(heard).containsExactly("Cursor");
    assertThat(showing()).isFalse();
  }

  @Test
  void enterTakesTheOnlyOneFound() {
    press(KeyCode.DOWN);
    type("zed");
    press(KeyCode.ENTER);
    assertThat(value()).isEqualTo("Zed");
    assertThat(showing()).isFalse();
  }

  @Test
  void typingOpens() {
    type("z");
    assertThat(showing()).isTrue();
    press(KeyCode.ENTER);
    assertThat(value()).isEqualTo("Zed");
  }

  @Test
  void escapeKeepsWhatHeld() {
    press(KeyCode.DOWN);
    type("cur");
    press(KeyCode.DOWN);
    press(KeyCode.ESCAPE);
    assertThat(showing()).isFalse();
    assertThat(value()).isEmpty();
    assertThat(heard.isEmpty() ? "" : heard.getLast()).isEmpty();
  }

  @Test
  void anyIsChosenAgain() {
    FxTest.run(() -> clients.setValue("Zed"));
    press(KeyCode.DOWN);
    type("any");
    press(KeyCode.DOWN);
    press(KeyCode.ENTER);
    assertThat(value()).isEmpty();
    assertThat(heard).endsWith("");
  }

  @Test
  void theFocusGoesOnWithTabAfterwards() {
    press(KeyCode.DOWN);
    type("cur");
    press(KeyCode.DOWN);
    press(KeyCode.ENTER);
    press(KeyCode.TAB);
    assertThat(FxTest.call(() -> ((Button) stage.getScene().getFocusOwner()).getText()))
        .isEqualTo("After");
  }

  private boolean showing() {
    return FxTest.call(clients::isShowing);
  }

  private String value() {
    return FxTest.call(clients::getValue);
  }

  private void press(KeyCode code) {
    fire(KeyEvent.KEY_PRESSED, "", code);
    fire(KeyEvent.KEY_RELEASED, "", code);
    FxTest.pulses();
  }

  private void type(String text) {
    for (int i = 0; i < text.length(); i++) {
      String each = text.substring(i, i + 1);
      KeyCode code = KeyCode.getKeyCode(each.toUpperCase(Locale.ROOT));
      fire(KeyEvent.KEY_PRESSED, "", code);
      fire(KeyEvent.KEY_TYPED, each, KeyCode.UNDEFINED);
      fire(KeyEvent.KEY_RELEASED, "", code);
    }
    FxTest.pulses();
  }

  private void fire(EventType<KeyEvent> type, String character, KeyCode code) {
    FxTest.run(
        () -> {
          Node owner = stage.getScene().getFocusOwner();
          owner.fireEvent(
              new KeyEvent(type, character, character, code, false, false, false, false));
        });
  }
}
