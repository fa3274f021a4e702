package tech.atoms.opsdesk.desktop.readiness;

import java.time.LocalDate;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen.Dialogs;

/** Cards that ask a person before something is recorded. */
final class Forms {
  private static final double WIDTH = 520;
  private final Dialogs dialogs;

  Forms(Dialogs dialogs) {
    this.dialogs = dialogs;
  }

  /** Takes the card away. */
  void close() {
    dialogs.close();
  }

  /** What a person says. */
  record Said(String text, String approver, LocalDate until) {}

  /** Does what was said, or tells why it could not be done. */
  @FunctionalInterface
  interface Action {
    void run(Said said, Consumer<Problem> refused);
  }

  /** Asks for a note, which may be left out. */
  void note(String title, String text, String verb, Action action) {
    new Form(title, text, "Note (may be left out)", verb, false, LocalDate.EPOCH, action).show();
  }

  /** Asks for a reason, which must be given. */
  void reason(String title, String text, String verb, Action action) {
    new Form(title, text, "Reason", verb, true, LocalDate.EPOCH, action).show();
  }

  /** Asks for reason, approver and last day. */
  void waiver(String title, String text, LocalDate suggested, Action action) {
    new Form(title, text, "Reason", "Waive", true, suggested, action).show();
  }

  /** One card. */
  private final class Form {
    private final String title;
    private final TextArea words = new TextArea();
    private final TextField approver = new TextField();
    private final DatePicker until = new DatePicker();
    private final Label refused = new Label();
    private final Button done;
    private final VBox body = new VBox(12);
    private final boolean needed;
    private final boolean waiver;

    Form(
        String title,
        String text,
        String prompt,
        String verb,
        boolean needed,
        LocalDate suggested,
        Action action) {
      this.title = title;
      this.needed = needed;
      this.waiver = !suggested.equals(LocalDate.EPOCH);
      Label explained = new Label(text);
      explained.setWrapText(true);
      explained.getStyleClass().add("muted");
      words.setPromptText(prompt);
      words.setAccessibleText(prompt);
      words.setPrefRowCount(3);
      words.setWrapText(true);
      // Tab leaves the field, as it does everywhere else.
      words.addEventFilter(
          javafx.scene.input.KeyEvent.KEY_PRESSED,
          e -> {
            if (e.getCode() == javafx.scene.input.KeyCode.TAB && !e.isControlDown()) {
              e.consume();
              Node next = waiver ? approver : doneOrCancel();
              next.requestFocus();
            }
          });
      refused.setWrapText(true);
      refused.getStyleClass().add("state-bad");
      refused.managedProperty().bind(refused.visibleProperty());
      refused.setVisible(false);
      done = new Button(verb);
      done.getStyleClass().add("accent");
      done.setOnAction(e -> send(action));
      Button cancel = new Button("Cancel");
      cancel.setOnAction(e -> dialogs.close());
      HBox buttons = new HBox(8, done, cancel);
      body.getStyleClass().add("overlay-body");
      body.setPrefWidth(WIDTH);
      body.setMinHeight(Region.USE_PREF_SIZE);
      body.getChildren().addAll(explained, words);
      if (waiver) {
        approver.setPromptText("Approved by");
        approver.setAccessibleText("Approved by");
        until.setValue(suggested);
        until.setAccessibleText("Last day of the waiver");
        Label day = new Label("Last day (UTC)");
        day.setLabelFor(until);
        HBox end = new HBox(8, day, until);
        end.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        body.getChildren().addAll(approver, end);
      }
      body.getChildren().addAll(refused, buttons);
      words.textProperty().subscribe(this::allow);
      approver.textProperty().subscribe(this::allow);
      until.valueProperty().subscribe(this::allow);
    }

    private Node doneOrCancel() {
      return done.isDisabled() ? body : done;
    }

    void show() {
      dialogs.show(title, body, words);
    }

    private void allow() {
      boolean missing = needed && words.getText().isBlank();
      boolean open = waiver && (approver.getText().isBlank() || until.getValue() == null);
      done.setDisable(missing || open);
    }

    private void send(Action action) {
      done.setDisable(true);
      LocalDate day = until.getValue() == null ? LocalDate.EPOCH : until.getValue();
      action.run(
          new Said(words.getText().strip(), approver.getText().strip(), day),
          problem -> {
            refused.setText(problem.what() + ": " + problem.why() + ". " + problem.next() + ".");
            refused.setVisible(true);
            allow();
          });
    }
  }
}
