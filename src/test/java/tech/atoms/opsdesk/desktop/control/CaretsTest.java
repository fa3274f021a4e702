package tech.atoms.opsdesk.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;

class CaretsTest {
  @AfterEach
  void close() {
    FxTest.hideAll();
  }

  /** FxTest watches the scenes that it shows, as the shell does. */
  @Test
  void aFieldThatWasLeftDrawsNothing() {
    TextField field = FxTest.call(TextField::new);
    Button button = FxTest.call(() -> new Button("Next"));
    Stage stage = FxTest.show(FxTest.call(() -> new VBox(field, button)), 300, 200, Theme.DARK);
    AtomicInteger pulses = new AtomicInteger();
    FxTest.run(
        () -> {
          field.requestFocus();
          field.setText("production");
          field.end();
          stage.getScene().addPostLayoutPulseListener(pulses::incrementAndGet);
        });
    Awaitility.await("it blinks while it has the focus").until(() -> pulses.get() > 20);
    FxTest.run(button::requestFocus);
    Awaitility.await("nothing is drawn")
        .during(Duration.ofMillis(400))
        .until(() -> pulses.getAndSet(0) == 0);
    assertThat(FxTest.call(field::isFocused)).isFalse();
  }
}
