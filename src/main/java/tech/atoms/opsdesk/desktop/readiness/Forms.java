package tech.atoms.opsdesk.desktop.readiness;

import java.time.LocalDate;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.checklist.NewFile;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.Screen.Dialogs;
import tech.atoms.opsdesk.desktop.run.KeyedButton;

/** Cards that ask a person before something is recorded. */
final class Forms {
  private static final double WIDTH = 520;
  private Dialogs dialogs = new NoDialogs();

  /** Shows cards in a window from now on. */
  void dialogs(Dialogs window) {
    dialogs = window;
  }

  /** Takes the card away. */
  void close() {
    dialogs.close();
  }

  /**
   * What a person says.
   *
   * @param file {@link NewFile#NONE} where none was attached
   */
  record Said(String text, String approver, LocalDate until, NewFile file) {}

  /** Asks for a file and reads it; tells neither where the person thinks better of it. */
  @FunctionalInterface
  interface Chooser {
    void choose(Consumer<NewFile> chosen, Consumer<Problem> refused);
  }

  /** Does what was said, or tells why it could not be done. */
  @FunctionalInterface
  interface Action {
    void run(Said said, Consumer<Problem> refused);
  }

  /** Asks for a note, which may be left out. */
  void note(String title, String text, String verb, Action action) {
    new Form(title, text, "Note (may be left out)", verb, false, LocalDate.EPOCH, action).show();
  }

  /** Asks for a note and a file, both of which may be left out. */
  void tick(String title, String text, Chooser chooser, Action action) {
    new Form(title, text, "Note (may be left out)", "Tick", false, LocalDate.EPOCH, action)
        .attaching(chooser)
        .show();
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
    private NewFile file = NewFile.NONE;

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
          KeyEvent.KEY_PRESSED,
          e -> {
            if (e.getCode() == KeyCode.TAB && !e.isControlDown()) {
              e.consume();
              Node next = waiver ? approver : doneOrCancel();
              next.requestFocus();
            }
          });
      refused.setWrapText(true);
      refused.getStyleClass().add("state-bad");
      refused.managedProperty().bind(refused.visibleProperty());
      refused.setVisible(false);
      done = KeyedButton.of(verb, "", "Ctrl Enter", () -> send(action), "accent");
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
        end.setAlignment(Pos.CENTER_LEFT);
        body.getChildren().addAll(approver, end);
      }
      body.getChildren().addAll(refused, buttons);
      words.textProperty().subscribe(this::allow);
      approver.textProperty().subscribe(this::allow);
      until.valueProperty().subscribe(this::allow);
      allow();
    }

    /** Adds the choice of a file above what was refused and the buttons. */
    Form attaching(Chooser chooser) {
      Label name = new Label("No file attached");
      name.getStyleClass().addAll("small", "attached");
      name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
      Button attach = new Button("Attach a file…");
      attach.getStyleClass().add("small-button");
      attach.setMinWidth(Region.USE_PREF_SIZE);
      Button remove = new Button("Remove");
      remove.getStyleClass().add("small-button");
      remove.setAccessibleText("Remove the attached file");
      remove.setMinWidth(Region.USE_PREF_SIZE);
      remove.setVisible(false);
      Consumer<NewFile> take =
          chosen -> {
            file = chosen;
            boolean none = chosen.equals(NewFile.NONE);
            remove.setVisible(!none);
            name.setText(
                none
                    ? "No file attached"
                    : chosen.name() + ", " + Texts.size(chosen.content().length));
            refused.setVisible(false);
          };
      attach.setOnAction(e -> chooser.choose(take, this::refuse));
      remove.setOnAction(
          e -> {
            take.accept(NewFile.NONE);
            attach.requestFocus();
          });
      HBox row = new HBox(8, attach, name, remove);
      row.setAlignment(Pos.CENTER_LEFT);
      body.getChildren().add(body.getChildren().indexOf(words) + 1, row);
      return this;
    }

    private void refuse(Problem problem) {
      refused.setText(problem.what() + ": " + problem.why() + ". " + problem.next() + ".");
      refused.setVisible(true);
      allow();
    }

    private Node doneOrCancel() {
      return done.isDisabled() ? body : done;
    }

    void show() {
      dialogs.show(new Screen.Sheet(title, new Region(), body, words, this::key, () -> {}));
    }

    private boolean key(KeyEvent event) {
      if (event.getCode() != KeyCode.ENTER || !event.isShortcutDown() || done.isDisabled()) {
        return false;
      }
      done.fire();
      return true;
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
          new Said(words.getText().strip(), approver.getText().strip(), day, file), this::refuse);
    }
  }

  /** A screen that no window has taken yet asks nobody. */
  private static final class NoDialogs implements Dialogs {
    @Override
    public void show(String title, Region body, Node first) {
      throw new IllegalStateException("No window shows this screen: " + title);
    }

    @Override
    public void show(Screen.Sheet sheet) {
      throw new IllegalStateException("No window shows this screen: " + sheet.title());
    }

    @Override
    public void close() {}
  }
}
