package tech.atoms.opsdesk.desktop.control;

import atlantafx.base.controls.CustomTextField;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;

/** A field that finds as one types, a moment after the last letter. */
public final class FilterField {
  private static final Duration MOMENT = Duration.millis(200);

  private FilterField() {}

  /**
   * A field.
   *
   * @param prompt what it finds by, also for screen readers
   * @param find hears of what was typed
   */
  public static TextField make(String prompt, Consumer<String> find) {
    CustomTextField field = new CustomTextField();
    field.setLeft(Icons.icon("mdi2m-magnify"));
    field.setRight(new KeyCap("/"));
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.getStyleClass().add("filter-field");
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
