package tech.atoms.opsdesk.desktop.sessions;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.desktop.sessions.DatabaseSessionsModel.Only;

/** The tab of database sessions. */
final class DatabaseSessionsView {
  private static final double INDENT = 14;

  /** Deeper chains are not indented further: the column is only so wide. */
  private static final int DEEPEST = 3;

  private final DatabaseSessionsModel model;
  private final InstantSource clock;
  private final TablePage<DatabaseRow> page =
      new TablePage<>("Database sessions", "Selected database session", 284);
  private final TextField filter;
  private final Segments<Only> states;
  private final Button pause = new Button("Pause");
  private final Label rhythm = new Label("Refreshes every 5 s");
  private final FigureStrip strip;
  private final SessionDetail session;
  private boolean updating;

  DatabaseSessionsView(DatabaseSessionsModel model, SessionEnds ends, InstantSource clock) {
    this.model = model;
    this.clock = clock;
    filter = FilterField.make("Filter by PID or query", model::find);
    Map<Boolean, String> shapes = new LinkedHashMap<>();
    shapes.put(true, "Blocking tree");
    shapes.put(false, "Flat list");
    Map<Only, String> names = new LinkedHashMap<>();
    names.put(Only.ALL, "All");
    names.put(Only.BLOCKED, "Blocked");
    names.put(Only.IDLE_IN_TRANSACTION, "Idle in transaction");
    states = new Segments<>("Sessions", names, model::show);
    rhythm.getStyleClass().add("meta");
    pause.setGraphic(new KeyCap("Space"));
    pause.setContentDisplay(ContentDisplay.RIGHT);
    pause.setOnAction(e -> togglePause());
    pause.getStyleClass().add("keyed");
    Segments<Boolean> shape = new Segments<>("Shape", shapes, model::showTree);
    page.toolbar().getChildren().addAll(filter, shape, states, pause, rhythm);
    strip = new FigureStrip(page.figures());
    session = new SessionDetail(page, ends);
    List<TableColumn<DatabaseRow, DatabaseRow>> columns = columns();
    // What a wider window has more of goes to the query alone, and so does what a narrow one lacks.
    for (TableColumn<DatabaseRow, DatabaseRow> column : columns.subList(0, columns.size() - 1)) {
      column.setMinWidth(column.getPrefWidth());
      column.setMaxWidth(column.getPrefWidth());
    }
    page.columns(columns);
    table()
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            row -> {
              if (!updating) {
                model.select(row == null ? null : row.session().pid());
              }
            });
    table().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    update();
  }

  Parent root() {
    return page.root();
  }

  TextField filterField() {
    return filter;
  }

  void onChange(Runnable listener) {
    model.onChange(
        () -> {
          update();
          listener.run();
        });
  }

  /** Del. */
  boolean terminate() {
    return session.terminate();
  }

  /** C. */
  boolean cancelQuery() {
    return session.cancelQuery();
  }

  /** Space. */
  void togglePause() {
    model.pause(!model.paused());
  }

  private TableView<DatabaseRow> table() {
    return page.table();
  }

  private List<TableColumn<DatabaseRow, DatabaseRow>> columns() {
    return List.of(
        WordsCell.indented(
            "PID", 116, r -> Words.plain(pid(r)), DatabaseSessionsView::indent, "strong"),
        WordsCell.column("State", 152, r -> Texts.state(r.session())),
        WordsCell.column(
            "Duration", 96, r -> Words.plain(Texts.duration(r.session().duration())), "right"),
        WordsCell.column("Lock", 164, DatabaseSessionsView::lock),
        WordsCell.column("From", 132, r -> Words.quiet(Texts.from(r.session()))),
        WordsCell.column("Query", 167, r -> Words.plain(Texts.oneLine(r.session())), "mono"));
  }

  private static String pid(DatabaseRow row) {
    String number = String.valueOf(row.session().pid());
    return row.depth() == 0 ? number : "└ " + number;
  }

  private static double indent(DatabaseRow row) {
    return INDENT * Math.min(row.depth(), DEEPEST);
  }

  /** What it waits for, and who waits for it: in the middle of a chain both. */
  private static Words lock(DatabaseRow row) {
    String waits = row.session().waitsFor();
    if (row.victims() == 0) {
      return Words.plain(waits);
    }
    String blocks = "blocks " + row.victims();
    return Words.state(Look.WARNING, waits.isEmpty() ? blocks : blocks + ", " + waits);
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      page.sideScroll().requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.SPACE) {
      togglePause();
      event.consume();
    }
  }

  private void update() {
    Problem problem = model.problem();
    page.outcome(problem, model.lastRead(), "No such session", clock.instant());
    pause.setText(model.paused() ? "Continue" : "Pause");
    pause.setAccessibleText(model.paused() ? "Continue refreshing" : "Pause refreshing");
    rhythm.setText(rhythmText());
    DatabaseActivity activity = model.activity();
    // A figure of a database that does not answer is not a current one.
    strip.show(problem == null ? activity : null);
    rows(activity);
    DatabaseSession selected = model.selected();
    session.show(
        selected,
        selected == null ? 0 : model.victims(selected.pid()),
        model.locks(),
        clock.instant());
  }

  private String rhythmText() {
    if (!model.paused()) {
      return "Refreshes every 5 s";
    }
    return model.lastRead() == null
        ? "Paused"
        : "Paused, as of " + Ages.seconds(model.lastRead()) + " UTC";
  }

  private void rows(@Nullable DatabaseActivity activity) {
    List<DatabaseRow> rows = model.rows();
    if (!rows.equals(table().getItems())) {
      DatabaseSession selected = model.selected();
      updating = true;
      try {
        table().getItems().setAll(rows);
        table().getSelectionModel().clearSelection();
        for (int i = 0; selected != null && i < rows.size(); i++) {
          if (rows.get(i).session().pid() == selected.pid()) {
            table().getSelectionModel().select(i);
          }
        }
      } finally {
        updating = false;
      }
    }
    if (activity != null) {
      Integer idle = activity.figures().idleInTransaction();
      states.count(Only.ALL, Texts.number(activity.sessions().size()));
      states.count(Only.BLOCKED, Texts.number(activity.blocking().blocked()));
      states.count(Only.IDLE_IN_TRANSACTION, idle == null ? Texts.NO_RIGHTS : Texts.number(idle));
      page.footer(
          "Showing "
              + rows.size()
              + " of "
              + activity.figures().inUse()
              + (model.tree() ? " · blockers first" : " · longest first"),
          "pg_stat_activity, pg_locks · times in UTC");
    }
  }
}
