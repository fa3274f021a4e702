package tech.atoms.opsdesk.desktop.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.controlsfx.control.SearchableComboBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.control.Choices;
import tech.atoms.opsdesk.desktop.shell.Theme;

/** What arrows pass, what is not found, and the keys that open and clear it. */
class ClientChoiceTest {
  private final List<String> chosen = new ArrayList<>();
  private final Button before = FxTest.call(() -> new Button("Before"));
  private final Button after = FxTest.call(() -> new Button("After"));

  @SuppressWarnings("NullAway.Init") // made before each test
  private SearchableComboBox<String> box;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Stage stage;

  @BeforeEach
  void show() {
    box =
        FxTest.call(
            () -> Choices.searchable("Client", c -> c.isEmpty() ? "Client: any" : c, chosen::add));
    HBox row = FxTest.call(() -> new HBox(before, box, after));
    stage = FxTest.show(row, 600, 400, Theme.DARK);
    FxTest.run(() -> box.getItems().setAll("", "Claude", "Cursor", "VS Code", "Zed"));
    FxTest.run(before::requestFocus);
    press(KeyCode.TAB);
  }

  @AfterEach
  void hide() {
    FxTest.hideAll();
  }

  @ParameterizedTest
  @EnumSource(names = {"SPACE", "ENTER", "F4"})
  void aKeyOpensIt(KeyCode key) {
    press(key);
    assertThat(open()).isTrue();
    press(KeyCode.ESCAPE);
    assertThat(open()).isFalse();
    assertThat(focused()).isTrue();
    assertThat(value()).isEmpty();
    assertThat(chosen).isEmpty();
  }

  @Test
  void arrowsMoveThroughWhatIsLeft() {
    press(KeyCode.DOWN);
    type("e");
    assertThat(offered()).containsExactly("", "Claude", "VS Code", "Zed");
    press(KeyCode.DOWN);
    press(KeyCode.DOWN);
    press(KeyCode.ENTER);

    assertThat(value()).isEqualTo("VS Code");
    assertThat(open()).isFalse();
    assertThat(chosen).containsExactly("VS Code");
  }

  @Test
  void escapeKeepsWhatWas() {
    type("cu");
    press(KeyCode.ENTER);
    press(KeyCode.DOWN);
    type("ze");
    press(KeyCode.DOWN);
    press(KeyCode.ESCAPE);

    assertThat(open()).isFalse();
    assertThat(value()).isEqualTo("Cursor");
    assertThat(chosen).containsExactly("Cursor");
    assertThat(focused()).isTrue();
    press(KeyCode.DOWN);
    assertThat(offered()).as("nothing typed is left").hasSize(5);
  }

  @Test
  void whatIsNotThereChangesNothing() {
    type("cu");
    press(KeyCode.ENTER);
    press(KeyCode.DOWN);
    type("xyz");
    assertThat(offered()).isEmpty();
    press(KeyCode.ENTER);

    assertThat(open()).isFalse();
    assertThat(value()).isEqualTo("Cursor");
    assertThat(chosen).containsExactly("Cursor");
  }

  @ParameterizedTest
  @EnumSource(names = {"DELETE", "BACK_SPACE"})
  void isClearedByAKey(KeyCode key) {
    type("cu");
    press(KeyCode.ENTER);
    press(key);

    assertThat(value()).isEmpty();
    assertThat(chosen).containsExactly("Cursor", "");
    assertThat(open()).isFalse();
  }

  @Test
  void tabLeavesIt() {
    press(KeyCode.TAB);
    assertThat(FxTest.call(() -> stage.getScene().getFocusOwner())).isEqualTo(after);
    FxTest.run(box::requestFocus);
    press(KeyCode.DOWN);
    type("cu");
    press(KeyCode.TAB);
    assertThat(open()).isFalse();
    assertThat(FxTest.call(() -> stage.getScene().getFocusOwner())).isEqualTo(after);
  }

  private boolean open() {
    return FxTest.call(box::isShowing);
  }

  private String value() {
    return Objects.requireNonNull(FxTest.call(box::getValue));
  }

  private boolean focused() {
    return FxTest.call(() -> box.equals(stage.getScene().getFocusOwner()));
  }

  /** What the open menu lists. */
  private List<String> offered() {
    return FxTest.call(
        () ->
            box.getChildrenUnmodifiable().stream()
                .filter(ComboBox.class::isInstance)
                .flatMap(inner -> ((ComboBox<?>) inner).getItems().stream())
                .map(String.class::cast)
                .toList());
  }

  private void press(KeyCode code) {
    fire(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    fire(new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, false, false, false, false));
    FxTest.pulses();
  }

  private void type(String text) {
    for (String letter : text.chars().mapToObj(Character::toString).toList()) {
      KeyCode code = KeyCode.valueOf(letter.toUpperCase(Locale.ROOT));
      fire(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
      fire(
          new KeyEvent(
              KeyEvent.KEY_TYPED, letter, "", KeyCode.UNDEFINED, false, false, false, false));
      fire(new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, false, false, false, false));
    }
    FxTest.pulses();
  }

  private void fire(KeyEvent event) {
    FxTest.run(
        () -> {
          Node owner = stage.getScene().getFocusOwner();
          (owner == null ? stage.getScene().getRoot() : owner).fireEvent(event);
        });
  }
}
