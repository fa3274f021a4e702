package tech.atoms.opsdesk.desktop.backups;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.backups.BackupsModel.Only;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.Panel;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell;
import tech.atoms.opsdesk.desktop.run.KeyedButton;
import tech.atoms.opsdesk.desktop.run.RunOperations;

/** The table of backups, and what is known of the selected one. */
final class BackupsView {
  private static final String VERIFY = "Verify…";
  private static final String AGAIN = "Verify again…";

  private final BackupsModel model;
  private final RunOperations operations;
  private final InstantSource clock;
  private final TablePage<BackupRow> page = new TablePage<>("Backups", "Selected backup", 300);
  private final TextField filter;
  private final Segments<Only> only;
  private final BackupDetail detail = new BackupDetail(page.sideContent());
  private final Button restore;
  private final Button verify;
  private final Button verifyAgain;
  private final Label nothing = new Label();
  private final VBox none;
  private final VBox trouble = new VBox();
  private Runnable selected = () -> {};
  private @Nullable String chosen;
  private @Nullable Problem told;
  private boolean updating;

  BackupsView(BackupsModel model, RunOperations operations, InstantSource clock) {
    this.model = model;
    this.operations = operations;
    this.clock = clock;
    filter = FilterField.make("Filter backups", model::find);
    Map<Only, String> names = new LinkedHashMap<>();
    names.put(Only.ALL, "All");
    names.put(Only.DAILY, "Daily");
    names.put(Only.MONTHLY, "Monthly");
    names.put(Only.MANUAL, "Manual");
    names.put(Only.TAKEN, "Not verified");
    names.put(Only.FAILED, "Failed");
    only = new Segments<>("Backups", names, model::show);
    restore =
        KeyedButton.of(
            "Restore this backup…", "mdi2h-history", "R", this::restoreHere, "dangerous");
    verify = KeyedButton.of(VERIFY, "mdi2s-shield-check", "V", this::verifyHere);
    verifyAgain = KeyedButton.of(AGAIN, "mdi2s-shield-check", "V", this::verifyHere);
    page.toolbar().getChildren().addAll(filter, only);
    page.columns(
        List.of(
            WordsCell.column(
                "Taken, UTC", 132, row -> Texts.takenCell(row, clock.instant()), "strong"),
            WordsCell.column("By", 92, Texts::by, "small"),
            WordsCell.column("Size", 72, Texts::size, "right"),
            WordsCell.column("Tables / rows", 106, Texts::rows, "right"),
            WordsCell.column("Checked", 126, Texts::checked),
            WordsCell.column("Copies", 112, this::copies, "small"),
            WordsCell.column("Class", 78, Texts::tier, "small"),
            WordsCell.column("Kept to", 82, row -> Texts.keptTo(row, clock.instant()), "small"),
            WordsCell.column("Encrypted", 92, Texts::encrypted, "small")));
    table()
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            row -> {
              if (!updating) {
                chosen = row == null ? null : row.id();
                detail();
                selected.run();
              }
            });
    nothing.getStyleClass().addAll("muted", "table-nothing");
    nothing.setWrapText(true);
    none =
        new VBox(
            nothing,
            KeyedButton.of(
                BackupStrip.BACK_UP, "mdi2d-database-outline", "Ctrl B", operations::backUp));
    none.getStyleClass().add("backups-none");
    trouble.getStyleClass().add("backups-none");
  }

  Parent root() {
    return page.root();
  }

  TextField filterField() {
    return filter;
  }

  /** Hears of another selection. */
  void onSelect(Runnable listener) {
    selected = listener;
  }

  /** The id of the one that is selected; null: none is. */
  @Nullable String chosen() {
    BackupRow row = selectedRow();
    return row == null ? null : row.id();
  }

  /** Shows some of them, as if they were chosen by hand. */
  void show(Only wanted) {
    only.choose(wanted);
    model.show(wanted);
  }

  /** Whether the one that is selected can be restored: only what was verified once. */
  boolean canRestore() {
    BackupRow row = selectedRow();
    return row != null && row.state() == Stored.State.VERIFIED && canVerify();
  }

  /** Whether the one that is selected can be verified here. */
  boolean canVerify() {
    BackupRow row = selectedRow();
    return row != null && row.manifest() != null && model.settings().identity() != null;
  }

  /** V: the one that is selected is restored and compared. */
  boolean verifyHere() {
    BackupRow row = selectedRow();
    if (row == null || !canVerify()) {
      return false;
    }
    operations.verify(row.id(), Texts.taken(row, clock.instant()));
    return true;
  }

  /** R: the rows of the database are replaced by those of the one that is selected. */
  boolean restoreHere() {
    BackupRow row = selectedRow();
    if (row == null || !canRestore()) {
      return false;
    }
    operations.restore(row.id(), Texts.taken(row, clock.instant()));
    return true;
  }

  private TableView<BackupRow> table() {
    return page.table();
  }

  private @Nullable BackupRow selectedRow() {
    String id = chosen;
    return model.all().stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
  }

  void update() {
    Instant now = clock.instant();
    Instant at = model.lastRead();
    // Without anything to show, what went wrong stands where it would be.
    page.outcome(at == null ? null : model.problem(), at, "No such backup", now);
    placeholder(at);
    List<BackupRow> rows = model.rows();
    if (!rows.equals(table().getItems())) {
      updating = true;
      try {
        table().getItems().setAll(rows);
        if (selectedRow() == null) { // the one a restore would take is told about first
          BackupRow first = rows.isEmpty() ? null : rows.getFirst();
          chosen = first == null ? null : first.id();
        }
        table().getSelectionModel().clearSelection();
        for (int i = 0; i < rows.size(); i++) {
          if (rows.get(i).id().equals(chosen)) {
            table().getSelectionModel().select(i);
          }
        }
      } finally {
        updating = false;
      }
    }
    for (Only one : Only.values()) {
      only.count(one, at == null ? "" : String.valueOf(model.count(one)));
    }
    long attention =
        model.all().stream()
            .filter(
                row -> row.state() != Stored.State.VERIFIED || copies(row).look() == Look.WARNING)
            .count();
    page.footer(
        model.all().isEmpty()
            ? ""
            : "Showing %d of %d · newest first · need attention: %d%s"
                .formatted(rows.size(), model.all().size(), attention, elsewhere(" · ")),
        at == null ? "Times in UTC" : "Read at " + Ages.seconds(at) + " · times in UTC");
    WordsCell.renewAll(table());
    detail();
  }

  private String elsewhere(String before) {
    String words = model.copies().elsewhere();
    return words.isEmpty() ? "" : before + words;
  }

  private WordsCell.Words copies(BackupRow row) {
    CopiesModel copies = model.copies();
    return row.manifest() == null
        ? WordsCell.Words.quiet(Texts.NONE)
        : CopyWords.cell(copies.any(), copies.of(row.id()), copies.problem() != null);
  }

  /** What stands where the rows would be. */
  private void placeholder(@Nullable Instant at) {
    Problem problem = at == null ? model.problem() : null;
    if (problem != null && !problem.equals(told)) {
      Button again = new Button("Try again");
      again.setOnAction(event -> model.refresh());
      Panel panel = Panel.of(problem);
      panel.getChildren().add(again);
      trouble.getChildren().setAll(panel);
    }
    told = problem;
    if (at != null) {
      nothing.setText(
          "No backups yet. Looked in %s at %s UTC.%s"
              .formatted(model.directory(), Ages.seconds(at), elsewhere(" ")));
    }
    Node wanted = problem != null ? trouble : at != null && model.all().isEmpty() ? none : null;
    page.instead(wanted);
  }

  private void detail() {
    BackupRow row = selectedRow();
    Instant now = clock.instant();
    page.sideTitle(row == null ? "No backup selected" : Texts.taken(row, now), "");
    boolean elsewhere = row != null && row.manifest() != null && !canVerify();
    detail.show(
        row,
        row == null ? null : model.copies().of(row.id()),
        elsewhere
            ? "It is verified and restored elsewhere: the profile names no secret key,"
                + " backup.identity."
            : "",
        now);
    List<Button> offered =
        canRestore() ? List.of(restore, verifyAgain) : canVerify() ? List.of(verify) : List.of();
    page.sideFoot(offered);
  }
}
