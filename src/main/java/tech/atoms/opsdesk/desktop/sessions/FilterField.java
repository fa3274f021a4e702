package tech.atoms.opsdesk.desktop.sessions;

import atlantafx.base.controls.CustomTextField;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;

/** A field that finds as one types, a moment after the last letter. */
final class FilterField {
  private static final Duration MOMENT = Duration.millis(200);

  private FilterField() {}

  static TextField make(String prompt, Consumer<String> find) {
    CustomTextField field = new CustomTextField();
    field.setLeft(Icons.icon("mdi2m-magnify"));
    field.setRight(new KeyCap("/"));
    field.setPromptText(prompt);
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
