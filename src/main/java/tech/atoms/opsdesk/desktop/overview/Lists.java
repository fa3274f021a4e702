package tech.atoms.opsdesk.desktop.overview;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** Fills the panels that are lists of lines. Rows are kept and only their words change. */
final class Lists {
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

  void changes(VBox box, Label aside, List<OverviewModel.ChangeLine> changes, int most) {
    List<Node> rows = new ArrayList<>();
    for (OverviewModel.ChangeLine change : changes.stream().limit(most).toList()) {
      Label at = new Label(change.at());
      at.getStyleClass().add("meta");
      at.setMinWidth(Region.USE_PREF_SIZE);
      Label subject = new Label(change.subject());
      subject.getStyleClass().addAll("strong", "small");
      subject.setMinWidth(Region.USE_PREF_SIZE);
      Label text = new Label(change.text());
      text.getStyleClass().addAll("small", "default-text");
      text.setTooltip(new Tooltip(change.text()));
      HBox row = new HBox(8, at, subject, text);
      row.setAlignment(Pos.CENTER_LEFT);
      row.getStyleClass().add("activity-row");
      rows.add(row);
    }
    if (rows.isEmpty()) {
      Label none = new Label("No change since the desk began to watch.");
      none.getStyleClass().add("meta");
      rows.add(none);
    }
    box.getChildren().setAll(rows);
    aside.setText(changes.size() > most ? "newest " + most + " of " + changes.size() : "");
  }

  private static Region space() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }

  /** A source: name, how it is, and when it answered or why it does not. */
  private static final class SourceRow extends HBox {
    private final Label name = new Label();
    private final StateLabel state = new StateLabel(Look.NO_DATA, "");
    private final Label detail = new Label();

    SourceRow() {
      getStyleClass().add("source-row");
      name.setMinWidth(88);
      name.setPrefWidth(88);
      state.getStyleClass().add("small");
      detail.getStyleClass().add("meta");
      detail.setMinWidth(0);
      getChildren().addAll(name, state, space(), detail);
    }

    void show(OverviewModel.SourceLine line) {
      name.setText(line.name());
      state.set(line.look(), line.word());
      if (!line.detail().equals(detail.getText())) {
        detail.setText(line.detail());
        detail.setTooltip(new Tooltip(line.detail()));
      }
    }
  }
}
