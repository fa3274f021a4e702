package tech.atoms.opsdesk.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;

class SegmentsTest {
  @AfterEach
  void hide() {
    FxTest.hideAll();
  }

  /** The toolkit's own arrows mark the next choice and do not choose it. */
  @Test
  void whatArrowsMarkIsChosen() {
    List<Integer> chosen = new ArrayList<>();
    Map<Integer, String> names = new LinkedHashMap<>();
    List.of(1, 2, 3).forEach(i -> names.put(i, "Choice " + i));
    Segments<Integer> row = FxTest.call(() -> new Segments<>("Choices", names, chosen::add));
    Stage stage = FxTest.show(FxTest.call(() -> new HBox(row)), 400, 200, Theme.DARK);
    FxTest.run(() -> row.getChildren().getFirst().requestFocus());
    for (KeyCode code :
        List.of(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.RIGHT, KeyCode.LEFT, KeyCode.UP)) {
      FxTest.run(
          () -> {
            Node owner = stage.getScene().getFocusOwner();
            owner.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
          });
    }

    assertThat(chosen).containsExactly(2, 3, 1, 3, 2);
    ToggleButton second = (ToggleButton) row.getChildren().get(1);
    assertThat(FxTest.call(() -> second.isSelected() && second.isFocused())).isTrue();
  }
}
