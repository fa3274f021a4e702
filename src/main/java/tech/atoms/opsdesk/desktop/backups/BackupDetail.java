package tech.atoms.opsdesk.desktop.backups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.place.CopyState;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/**
 * What is known of one backup, in two parts: below each other, or side by side where there is room.
 */
final class BackupDetail {
  private static final String COPY = "Copy";

  /** At the right of the panel, for its bar. */
  private static final double INSET = 12;

  /** From this width on there is room for two parts, in pixels. */
  private static final double TWO = 600;

  private final Label hint = line("Choose one with ↑ and ↓.");
  private final Label id = new Label();
  private final Label problem = line("");
  private final GridPane tables = new GridPane();
  private final Label sha = new Label();
  private final Button copy = new Button(COPY, Icons.icon("mdi2c-content-copy"));
  private final HBox digest = new HBox(sha, copy);
  private final GridPane facts = new GridPane();
  private final VBox first = new VBox();
  private final VBox second = new VBox();
  private String whole = "";
  private @Nullable Shown shown;

  private record Shown(@Nullable BackupRow row, @Nullable List<CopyState> copies, String remark) {}

  /** Fills a panel. */
  BackupDetail(FlowPane into) {
    first.getStyleClass().add("deployment-detail");
    second.getStyleClass().add("deployment-detail");
    into.getChildren().setAll(first, second);
    into.widthProperty().subscribe(width -> fit(width.doubleValue() - INSET, into.getHgap()));
    id.getStyleClass().addAll("mono", "muted");
    sha.getStyleClass().add("meta");
    sha.setMinWidth(Region.USE_PREF_SIZE);
    problem.getStyleClass().add("backup-problem");
    tables.getStyleClass().add("backup-tables");
    facts.getStyleClass().add("facts");
    digest.setAlignment(Pos.CENTER_LEFT);
    digest.setSpacing(8);
    copy.getStyleClass().add("small-button");
    copy.setMinWidth(Region.USE_PREF_SIZE);
    copy.setAccessibleText("Copy the SHA-256 of the archive");
    copy.setOnAction(event -> copy());
  }

  /**
   * Shows a backup.
   *
   * @param row null: none is selected
   * @param copies of it; null: nobody has looked for them
   * @param remark what else is to be said of it; empty: nothing
   */
  void show(@Nullable BackupRow row, @Nullable List<CopyState> copies, String remark, Instant now) {
    Shown wanted = new Shown(row, copies, remark);
    if (wanted.equals(shown)) {
      return;
    }
    shown = wanted;
    second.getChildren().clear();
    if (row == null) {
      first.getChildren().setAll(hint);
      return;
    }
    List<Node> parts = new ArrayList<>();
    parts.add(
        new StateLabel(
            Texts.look(row.state()),
            row.manifest() == null ? "Failed" : Texts.checked(row).text()));
    id.setText(row.id());
    parts.add(id);
    Manifest manifest = row.manifest();
    facts.getChildren().clear();
    if (manifest == null) {
      problem.setText(row.stored().problem() + ".");
      parts.add(problem);
      Instant named = row.taken();
      if (named != null) {
        fact("Taken", Texts.time(named, now) + " UTC, by its name");
      }
    } else {
      tables(manifest);
      digest(manifest.archive().sha256());
      parts.addAll(List.of(tables, digest));
      String same = CopyWords.matches(copies, now);
      if (!same.isEmpty()) {
        parts.add(line(same));
      }
      facts(manifest, row.stored().proof(), now);
    }
    Ruling ruling = row.ruling();
    if (ruling != null) {
      fact(ruling.kept() ? "Kept" : "Goes", Texts.capital(ruling.why()));
    }
    if (copies != null && !copies.isEmpty()) {
      fact("Copies", CopyWords.each(copies, now));
    }
    fact("Directory", row.stored().directory().toString());
    first.getChildren().setAll(parts);
    second.getChildren().add(facts);
    if (!remark.isEmpty()) {
      second.getChildren().add(line(remark));
    }
  }

  private void fit(double width, double gap) {
    double each = width < TWO ? width : Math.floor((width - gap) / 2);
    first.setPrefWidth(each);
    second.setPrefWidth(each);
  }

  private void tables(Manifest manifest) {
    tables.getChildren().clear();
    String prefix = manifest.schemas().size() == 1 ? manifest.schemas().getFirst() + "." : "";
    row(0, "Table", "Rows", "meta");
    int line = 1;
    for (Content.Table table : manifest.content().tables()) {
      String name = table.name();
      row(
          line++,
          name.startsWith(prefix) ? name.substring(prefix.length()) : name,
          Texts.number(table.rows()),
          "small");
    }
  }

  private void row(int line, String name, String rows, String styleClass) {
    Label left = new Label(name);
    Label right = new Label(rows);
    left.getStyleClass().add(styleClass);
    right.getStyleClass().add(styleClass);
    left.setMinWidth(0);
    right.setMinWidth(Region.USE_PREF_SIZE);
    HBox cell = new HBox(left);
    HBox number = new HBox(right);
    number.setAlignment(Pos.CENTER_RIGHT);
    GridPane.setHgrow(cell, Priority.ALWAYS);
    GridPane.setHalignment(number, HPos.RIGHT);
    for (HBox box : List.of(cell, number)) {
      box.getStyleClass().add("backup-table-cell");
    }
    tables.addRow(line, cell, number);
  }

  private void digest(String sha256) {
    if (!sha256.equals(whole)) {
      whole = sha256;
      copy.setText(COPY);
    }
    sha.setText("sha256 " + Texts.sha(sha256));
    sha.setAccessibleText("SHA-256 of the archive: " + sha256);
  }

  private void facts(Manifest manifest, @Nullable Proof proof, Instant now) {
    Manifest.Made made = manifest.made();
    Manifest.Archive archive = manifest.archive();
    int keys = archive.recipients().size();
    fact("Taken", Texts.time(manifest.at(), now) + " UTC, in " + Texts.took(made.millis()));
    fact("By", made.by() + " on " + made.host() + ", " + made.tool());
    fact(
        "Proof",
        proof == null
            ? "never restored"
            : "%s UTC by %s on %s, in %s: %s rows equal in %s"
                .formatted(
                    Texts.time(proof.at(), now),
                    proof.by(),
                    proof.host(),
                    Texts.took(proof.millis()),
                    Texts.number(proof.rows()),
                    proof.server()));
    fact("From", "PostgreSQL " + manifest.server().version() + ", " + manifest.server().database());
    fact(
        "Size",
        "%s, %s before it was encrypted"
            .formatted(Texts.bytes(archive.bytes()), Texts.bytes(archive.plainBytes())));
    fact("Encrypted", "age, for " + (keys == 1 ? "1 key" : keys + " keys"));
    for (Enclosed one : manifest.enclosed()) {
      fact(Texts.capital(one.what()), one.words());
    }
  }

  private void fact(String title, String value) {
    Label left = new Label(title);
    left.getStyleClass().add("meta");
    left.setMinWidth(Region.USE_PREF_SIZE);
    Label right = new Label(value);
    right.getStyleClass().add("small");
    right.setWrapText(true);
    right.setMinWidth(0);
    right.setMinHeight(Region.USE_PREF_SIZE);
    GridPane.setHgrow(right, Priority.ALWAYS);
    right.setAccessibleText(title + ": " + value);
    facts.addRow(facts.getRowCount(), left, right);
    GridPane.setValignment(left, VPos.TOP);
  }

  private static Label line(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private void copy() {
    ClipboardContent content = new ClipboardContent();
    content.putString(whole);
    Clipboard.getSystemClipboard().setContent(content);
    copy.setText("Copied");
  }
}
