package tech.atoms.opsdesk.desktop.readiness;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.checklist.WaiverView;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateMark;

/** The ledger of waivers. */
final class WaiverPane {
  private final VBox lines;
  private final Label sum;
  private final Consumer<String> open;
  private List<WaiverView> shown = List.of();
  private boolean drawn;

  WaiverPane(VBox lines, Label sum, Consumer<String> open) {
    this.lines = lines;
    this.sum = sum;
    this.open = open;
  }

  void show(List<WaiverView> waivers, Instant now) {
    if (drawn && waivers.equals(shown)) {
      return;
    }
    drawn = true;
    shown = waivers;
    long active = waivers.stream().filter(WaiverView::holds).count();
    sum.setText(active + " active, " + (waivers.size() - active) + " expired");
    if (waivers.isEmpty()) {
      Label none = new Label("No exception is recorded.");
      none.getStyleClass().add("meta");
      lines.getChildren().setAll(none);
      return;
    }
    lines.getChildren().setAll(waivers.stream().map(view -> line(view, now)).toList());
  }

  private Node line(WaiverView view, Instant now) {
    Label text = new Label(view.item().item().text());
    text.getStyleClass().add("small");
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    Label left = new Label(Texts.left(view.waiver(), now));
    left.getStyleClass().addAll("small", view.holds() ? "waiver-left" : "muted");
    left.setMinWidth(Region.USE_PREF_SIZE);
    HBox row = new HBox(8, new StateMark(view.holds() ? Look.WAIVED : Look.FAILED), text, left);
    row.getStyleClass().add("waiver-line");
    Button button = new Button();
    button.setGraphic(row);
    button.getStyleClass().add("blocker");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAccessibleText(
        "Waiver: "
            + view.item().item().text()
            + ", "
            + left.getText()
            + ", "
            + view.waiver().reason()
            + ", approved by "
            + view.waiver().approver());
    button.setOnAction(e -> open.accept(view.item().item().id()));
    return button;
  }
}
