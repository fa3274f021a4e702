package tech.atoms.opsdesk.desktop.audit;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.audit.Verification;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.TablePage;

/** Everything about the chosen row: what stands in it, and what binds it to the others. */
final class RowDetail {
  private static final double GAP = 24;

  /** At the right of the panel, for the scroll bar. */
  private static final double PADDING = 12;

  /** From this width on the proof stands beside the facts. */
  private static final double TWO_COLUMNS = 640;

  private final TablePage<?> page;
  private final GridPane facts = new GridPane();
  private final VBox proof = new VBox(8);
  private final StateLabel chain = new StateLabel(Look.NEUTRAL, "");
  private @Nullable Line shown;
  private String shownWords = "";

  RowDetail(TablePage<?> page) {
    this.page = page;
    facts.getStyleClass().add("facts");
    facts.managedProperty().bind(facts.visibleProperty());
    chain.getStyleClass().add("small");
    chain.setWrapText(true);
    chain.setMinWidth(0);
    chain.setMinHeight(Region.USE_PREF_SIZE);
    page.sideContent().getChildren().setAll(facts, proof);
    page.sideContent().widthProperty().subscribe(width -> arrange(width.doubleValue() - PADDING));
    nothing(null);
  }

  private void arrange(double width) {
    double each = width < TWO_COLUMNS ? width : Math.floor((width - GAP) / 2);
    facts.setPrefWidth(each);
    proof.setPrefWidth(each);
  }

  void show(@Nullable Line line, ChainModel model) {
    String words = line == null ? limits(model.found()).toString() : model.words(line);
    boolean same = words.equals(shownWords) && (line == null ? shown == null : line.equals(shown));
    if (same && !page.sideContent().getChildren().isEmpty()) {
      return;
    }
    shown = line;
    shownWords = words;
    if (line == null) {
      nothing(model.found());
    } else {
      row(line, model.look(line), words);
    }
  }

  private void nothing(@Nullable Verification found) {
    page.sideTitle("No row selected", "");
    facts.setVisible(false);
    proof.getChildren().setAll(meta("Choose one with ↑ and ↓ to see all of it, and its hashes."));
    List<String> limits = limits(found);
    if (!limits.isEmpty()) {
      Label head = new Label("What a verification cannot find");
      head.getStyleClass().addAll("strong", "small");
      proof.getChildren().add(head);
      limits.forEach(limit -> proof.getChildren().add(meta(Texts.sentence(limit))));
    }
  }

  private static List<String> limits(@Nullable Verification found) {
    return found == null ? List.of() : found.limits();
  }

  private void row(Line line, Look look, String words) {
    Entry entry = line.entry();
    page.sideTitle("Row " + Texts.number(line.seq()), Texts.word(entry.outcome()));
    facts.getChildren().clear();
    facts.setVisible(true);
    fact("When", Texts.whole(entry.at()));
    fact("Who", entry.actor() + " (" + Texts.orNone(entry.login()) + ")");
    fact("Machine", Texts.orNone(line.host()));
    fact("Where", entry.environment().isEmpty() ? "in no environment" : entry.environment());
    fact("Action", entry.action());
    fact("Item", Texts.orNone(entry.subject()));
    fact("Outcome", Texts.word(entry.outcome()));
    fact("Detail", Texts.orNone(entry.detail()));
    chain.set(look, words);
    proof
        .getChildren()
        .setAll(
            chain,
            meta("Hash"),
            hash("Hash of this row", line.hash()),
            meta(
                line.previous().equals(Line.NONE)
                    ? "Hash of the row before: this is the first"
                    : "Hash of row " + Texts.number(line.seq() - 1) + ", as this row knows it"),
            hash("Hash of the row before", line.previous()));
  }

  private void fact(String name, String value) {
    Label left = meta(name);
    left.setMinWidth(Region.USE_PREF_SIZE);
    Label right = new Label(value);
    right.getStyleClass().add("small");
    right.setWrapText(true);
    right.setMinHeight(Region.USE_PREF_SIZE);
    right.setAccessibleText(name + ": " + value);
    GridPane.setHgrow(right, Priority.ALWAYS);
    GridPane.setValignment(left, VPos.TOP);
    facts.addRow(facts.getRowCount(), left, right);
  }

  private static Label meta(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** In two halves: a word of 64 letters has no place to be broken at. */
  private static Label hash(String name, String hash) {
    int half = hash.length() / 2;
    Label label = new Label(hash.substring(0, half) + "\n" + hash.substring(half));
    label.getStyleClass().addAll("mono", "hash");
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setAccessibleText(name + ": " + hash);
    return label;
  }
}
