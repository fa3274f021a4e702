package tech.atoms.opsdesk.desktop.run;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;

/** Asks why the environment is unlocked, and unlocks it for the person at this desk. */
final class UnlockDialog {
  private static final double WIDTH = 520;

  private final Runs runs;
  private final Screen.Dialogs dialogs;
  private final TextField reason = new TextField();
  private final Label refused = new Label();
  private final Button unlock;
  private final VBox body;
  private boolean asked;

  UnlockDialog(Runs runs, Screen.Dialogs dialogs) {
    this.runs = runs;
    this.dialogs = dialogs;
    reason.setPromptText("Why; stands in the audit trail");
    reason.setAccessibleText("Reason");
    refused.setWrapText(true);
    refused.setMinHeight(Region.USE_PREF_SIZE);
    refused.getStyleClass().add("plan-refused");
    refused.managedProperty().bind(refused.visibleProperty());
    refused.setVisible(false);
    unlock =
        KeyedButton.of(
            "Unlock", "mdi2l-lock-open-variant-outline", "Ctrl Enter", this::unlock, "accent");
    Button keep = KeyedButton.of("Keep it locked", "", "Esc", dialogs::close);
    Label words =
        new Label(
            "You may change it for %d min; then it is read-only again. The time left is shown below."
                .formatted(runs.environment().policy().unlockMinutes()));
    words.setWrapText(true);
    words.setMinHeight(Region.USE_PREF_SIZE);
    body = new VBox(12, words, reason, refused, new HBox(8, unlock, keep));
    body.getStyleClass().add("overlay-body");
    body.setPrefWidth(WIDTH);
    body.getStylesheets().add(String.valueOf(UnlockDialog.class.getResource("/styles/runs.css")));
    reason.textProperty().subscribe(text -> allow());
  }

  void show() {
    dialogs.show(
        new Screen.Sheet(
            "Unlock " + runs.environment().name(),
            new Region(),
            body,
            reason,
            this::key,
            () -> {}));
  }

  private void allow() {
    unlock.setDisable(asked || reason.getText().isBlank());
  }

  private boolean key(KeyEvent event) {
    boolean confirms = event.getCode() == KeyCode.ENTER && event.isShortcutDown();
    if (confirms) {
      unlock();
    }
    return confirms;
  }

  private void unlock() {
    if (!unlock.isDisabled()) {
      asked = true;
      allow();
      runs.unlock(reason.getText().strip(), dialogs::close, this::refuse);
    }
  }

  private void refuse(Problem problem) {
    asked = false;
    refused.setText(problem.what() + ": " + problem.why() + ". " + problem.next() + ".");
    refused.setVisible(true);
    allow();
  }
}
