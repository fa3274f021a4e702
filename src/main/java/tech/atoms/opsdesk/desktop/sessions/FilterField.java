package tech.atoms.opsdesk.desktop.sessions;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;

/** A field that finds as one types, a moment after the last letter. */
final class FilterField {
  private static final Duration MOMENT = Duration.millis(200);

  private FilterField() {}

  static TextField make(String prompt, Consumer<String> find) {
    TextField field = new TextField();
    field.setPromptText(prompt + "  ( / )");
    field.setAccessibleText(prompt);
    field.getStyleClass().add("session-filter");
    PauseTransition pause = new PauseTransition(MOMENT);
    pause.setOnFinished(e -> find.accept(field.getText()));
    field.textProperty().subscribe(text -> pause.playFromStart());
    pause.stop(); // the subscription has told the empty text
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
            field.clear();
            event.consume();
          }
        });
    return field;
  }
}
