package tech.atoms.opsdesk.desktop.readiness;

import java.time.InstantSource;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** Draws one line of the list. */
final class RowCell extends ListCell<Row> {
  private final InstantSource clock;
  private final FontIcon arrow = Icons.icon("mdi2c-chevron-down");
  private final Label title = new Label();
  private final Label passing = new Label();
  private final HBox group = new HBox(arrow, title, passing);
  private final StateLabel state = new StateLabel(Look.NEUTRAL, "");
  private final StackPane stateColumn = new StackPane(state);
  private final Label text = new Label();
  private final Label evidence = new Label();
  private final Label checked = new Label();
  private final HBox item = new HBox(stateColumn, text, evidence, checked);

  /**
   * A cell.
   *
   * @param wide whether there is room for the evidence: otherwise the chosen item alone shows it
   */
  RowCell(InstantSource clock, ObservableBooleanValue wide) {
    this.clock = clock;
    evidence.visibleProperty().bind(wide);
    evidence.managedProperty().bind(wide);
    getStyleClass().add("readiness-row");
    group.getStyleClass().add("group-line");
    title.getStyleClass().addAll("strong", "small");
    passing.getStyleClass().addAll("meta");
    item.getStyleClass().add("item-line");
    stateColumn.getStyleClass().add("state-column");
    StackPane.setAlignment(state, Pos.CENTER_LEFT);
    text.getStyleClass().add("text-column");
    evidence.getStyleClass().addAll("evidence-column", "small");
    checked.getStyleClass().addAll("checked-column", "meta");
    text.setMaxWidth(Double.MAX_VALUE);
    evidence.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox.setHgrow(evidence, Priority.ALWAYS);
    state.getStyleClass().add("small");
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable Row row, boolean empty) {
    super.updateItem(row, empty);
    setText(null);
    if (empty || row == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    switch (row) {
      case Row.OfGroup head -> showGroup(head);
      case Row.OfItem one -> showItem(one.view());
    }
  }

  private void showGroup(Row.OfGroup head) {
    String icon = head.open() ? "mdi2c-chevron-down" : "mdi2c-chevron-right";
    if (!icon.equals(arrow.getIconLiteral())) {
      arrow.setIconLiteral(icon);
    }
    title.setText(head.title());
    passing.setText("· " + Texts.passing(head.counts()));
    setGraphic(group);
    setAccessibleText(
        head.title()
            + ", "
            + Texts.passing(head.counts())
            + (head.open() ? ", expanded" : ", collapsed"));
  }

  private void showItem(ItemView view) {
    State stands = view.state();
    state.set(
        view.running() ? Look.RUNNING : Texts.look(stands),
        view.running() ? "Running" : Texts.word(stands));
    text.setText(view.item().text());
    evidence.setText(Texts.evidence(view));
    checked.setText(Texts.checked(view, clock.instant()));
    setGraphic(item);
    setAccessibleText(
        view.item().id()
            + ", "
            + Texts.word(stands)
            + ", "
            + view.item().text()
            + ", "
            + Texts.evidence(view));
  }
}
