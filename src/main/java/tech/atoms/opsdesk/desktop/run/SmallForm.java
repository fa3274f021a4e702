package tech.atoms.opsdesk.desktop.run;

import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;

/** A card with a few fields and one button that goes on. On the JavaFX thread. */
final class SmallForm {
  private static final double WIDTH = 560;

  private final String title;
  private final Screen.Dialogs dialogs;
  private final GridPane fields = new GridPane(12, 8);
  private final Label refused = new Label();
  private final Button go;
  private final VBox body;
  private Predicate<SmallForm> complete = form -> true;
  private Consumer<SmallForm> confirmed = form -> {};
  private boolean asked;

  /**
   * Of no fields yet.
   *
   * @param words what it is about
   * @param verb on the button
   * @param icon code of its icon
   */
  SmallForm(String title, String words, String verb, String icon, Screen.Dialogs dialogs) {
    this.title = title;
    this.dialogs = dialogs;
    go = KeyedButton.of(verb, icon, "Ctrl Enter", this::confirm, "accent");
    Button close = KeyedButton.of("Close", "", "Esc", dialogs::close);
    Label about = new Label(words);
    for (Label label : new Label[] {about, refused}) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    refused.getStyleClass().add("plan-refused");
    refused.managedProperty().bind(refused.visibleProperty());
    refused.setVisible(false);
    body = new VBox(12, about, fields, refused, new HBox(8, go, close));
    body.getStyleClass().add("overlay-body");
    body.setPrefWidth(WIDTH);
    body.getStylesheets().add(String.valueOf(SmallForm.class.getResource("/styles/runs.css")));
  }

  /** A further field. */
  TextField field(String name, String prompt, String text) {
    TextField field = new TextField(text);
    field.setPromptText(prompt);
    field.setAccessibleText(name);
    GridPane.setHgrow(field, Priority.ALWAYS);
    Label label = new Label(name);
    label.setMinWidth(Region.USE_PREF_SIZE);
    fields.addRow(fields.getRowCount(), label, field);
    field.textProperty().subscribe(typed -> allow());
    return field;
  }

  /**
   * Opens the card.
   *
   * @param first has the focus
   * @param when whether what was typed is enough
   * @param then what the button does; it closes the card or refuses
   */
  void show(Node first, Predicate<SmallForm> when, Consumer<SmallForm> then) {
    complete = when;
    confirmed = then;
    allow();
    dialogs.show(new Screen.Sheet(title, new Region(), body, first, this::key, () -> {}));
  }

  void close() {
    dialogs.close();
  }

  /** Says why it does not go on. */
  void refuse(Problem problem) {
    asked = false;
    refused.setText(problem.what() + ": " + problem.why() + ". " + problem.next() + ".");
    refused.setVisible(true);
    allow();
  }

  private void allow() {
    go.setDisable(asked || !complete.test(this));
  }

  private boolean key(KeyEvent event) {
    boolean confirms = event.getCode() == KeyCode.ENTER && event.isShortcutDown();
    if (confirms) {
      confirm();
    }
    return confirms;
  }

  private void confirm() {
    if (!go.isDisabled()) {
      asked = true;
      allow();
      confirmed.accept(this);
    }
  }
}
