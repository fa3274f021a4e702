package tech.atoms.opsdesk.desktop.overview;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** Fills the panels that are lists of lines. Rows are kept and only their words change. */
final class Lists {
  /** "21 Nov 18:43" in small type: every line's words begin at one place. */
  private static final double TIME_WIDTH = 76;

  private final List<SourceRow> sourceRows = new ArrayList<>();

  void deployment(VBox box, OverviewModel.@Nullable Deployment live, boolean platform) {
    if (live == null) {
      Label none =
          new Label(
              platform
                  ? "The platform has not told yet what is live."
                  : "Not provided: the profile names no platform.");
      none.getStyleClass().add("meta");
      none.setWrapText(true);
      box.getChildren().setAll(none);
      return;
    }
    Label version = new Label(live.version());
    version.getStyleClass().add("title");
    Label commit = new Label(live.commit());
    commit.getStyleClass().add("mono");
    Label since = new Label(live.live());
    since.getStyleClass().add("strong");
    since.setMinWidth(Region.USE_PREF_SIZE);
    HBox first = new HBox(8, version, commit, space(), since);
    first.setAlignment(Pos.BASELINE_LEFT);
    List<Node> rows = new ArrayList<>();
    rows.add(first);
    for (String line : live.lines()) {
      Label label = new Label(line);
      label.getStyleClass().add("meta");
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
      rows.add(label);
    }
    box.getChildren().setAll(rows);
  }

  void sources(VBox box, Label aside, List<OverviewModel.SourceLine> lines) {
    while (sourceRows.size() > lines.size()) {
      box.getChildren().remove(sourceRows.removeLast());
    }
    while (sourceRows.size() < lines.size()) {
      SourceRow row = new SourceRow();
      sourceRows.add(row);
      box.getChildren().add(row);
    }
    for (int i = 0; i < lines.size(); i++) {
      sourceRows.get(i).show(lines.get(i));
    }
    long fresh = lines.stream().filter(line -> line.look() == Look.HEALTHY).count();
    aside.setText(fresh + " of " + lines.size() + " answer");
  }

  void changes(FittingRows box, Label aside, List<OverviewModel.ChangeLine> changes) {
    List<Node> rows = new ArrayList<>();
    for (OverviewModel.ChangeLine change : changes) {
      Label at = new Label(change.at());
      at.getStyleClass().add("meta");
      at.setMinWidth(TIME_WIDTH);
      Label subject = new Label(change.subject());
      subject.getStyleClass().addAll("strong", "small");
      subject.setMinWidth(Region.USE_PREF_SIZE);
      Label text = new Label(change.text());
      text.getStyleClass().addAll("small", "default-text");
      text.setWrapText(true);
      HBox.setHgrow(text, Priority.ALWAYS);
      HBox row = new HBox(8, at, subject, text);
      row.getStyleClass().add("activity-row");
      rows.add(row);
    }
    if (rows.isEmpty()) {
      Label none = new Label("No change since the desk began to watch.");
      none.getStyleClass().add("meta");
      rows.add(none);
    }
    box.getChildren().setAll(rows);
    aside.setText(
        changes.isEmpty() ? "" : changes.size() == 1 ? "1 change" : changes.size() + " changes");
  }

  private static Region space() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }

  /** A source: name, how it is, and when it answered or why it does not. */
  private static final class SourceRow extends VBox {
    private final Label name = new Label();
    private final StateLabel state = new StateLabel(Look.NO_DATA, "");
    private final Label aside = new Label();
    private final Label why = new Label();

    SourceRow() {
      name.setMinWidth(88);
      name.setPrefWidth(88);
      state.getStyleClass().add("small");
      aside.getStyleClass().add("meta");
      aside.setMinWidth(Region.USE_PREF_SIZE);
      HBox first = new HBox(name, state, space(), aside);
      first.getStyleClass().add("source-row");
      why.getStyleClass().addAll("meta", "source-why");
      why.setWrapText(true);
      why.setMinHeight(Region.USE_PREF_SIZE);
      why.managedProperty().bind(why.visibleProperty());
      getChildren().addAll(first, why);
    }

    void show(OverviewModel.SourceLine line) {
      name.setText(line.name());
      state.set(line.look(), line.word());
      aside.setText(line.every());
      why.setText(line.why());
      why.setVisible(!line.why().isEmpty());
    }
  }
}
