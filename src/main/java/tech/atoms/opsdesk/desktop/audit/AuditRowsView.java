package tech.atoms.opsdesk.desktop.audit;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.AuditQuery;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.desktop.control.Choices;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;

/** The rows with their filters, and the chosen one beside them. */
final class AuditRowsView {
  private static final double SIDE = 292;

  private static final String DETAIL = "Detail";
  private static final double MOST_GROWTH = 1.4;

  /** So many rows before the last one the next page is read. */
  private static final int AHEAD = 30;

  private final AuditModel model;
  private final InstantSource clock;
  private final TablePage<Line> page = new TablePage<>("Audit trail", "Chosen row", SIDE);
  private final RowDetail detail = new RowDetail(page);
  private final TextField filter = FilterField.make("Filter by any word", this::text);
  private final SearchableComboBox<String> actors = menu("Actor", this::actor);
  private final SearchableComboBox<String> actions = menu("Action", this::action);
  private final SearchableComboBox<String> items = menu("Item", this::item);
  private final Segments<String> scope;
  private final TableColumn<Line, Line> where =
      column("Environment", 120, line -> quiet(line.entry().environment()));
  private @Nullable Line chosen;
  private boolean following;

  AuditRowsView(AuditModel model, String environment, InstantSource clock) {
    this.model = model;
    this.clock = clock;
    Map<String, String> scopes = new LinkedHashMap<>();
    scopes.put(environment, "This environment");
    scopes.put("", "All environments");
    scope = new Segments<>("Rows of", scopes, this::scope);
    page.toolbar().getChildren().addAll(filter, actors, actions, items, scope);
    where.setVisible(false);
    page.columns(columns());
    page.table().setItems(model.rows());
    page.table().setRowFactory(table -> new Row());
    page.table().getSelectionModel().selectedItemProperty().subscribe(this::selected);
    model.rows().addListener(this::rowsChanged);
    update();
  }

  Parent root() {
    return page.root();
  }

  TextField filterField() {
    return filter;
  }

  /** Shows the rows of this environment that have a word. */
  void find(String word) {
    actors.setValue("");
    actions.setValue("");
    items.setValue("");
    filter.setText(word);
    text(word);
  }

  /** Brings a row to the front; where it is gone, the one that stands next to its place. */
  void reveal(long number) {
    scope.choose("");
    filter.clear();
    for (SearchableComboBox<String> menu : List.of(actors, actions, items)) {
      menu.setValue("");
    }
    ask(query -> AuditQuery.of(""));
    reach(number);
  }

  private void reach(long number) {
    model.whenRead(() -> model.reach(number, this::select));
  }

  private void select(long number) {
    List<Line> rows = model.rows();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).seq() <= number || i == rows.size() - 1) {
        page.table().getSelectionModel().clearAndSelect(i);
        page.table().scrollTo(Math.max(0, i - 3));
        page.table().requestFocus();
        return;
      }
    }
  }

  /** Shows what has changed beside the rows. */
  void update() {
    fill(actors, model.names().actors(), model.query().actor());
    fill(actions, model.names().actions(), model.query().action());
    fill(items, model.names().subjects(), model.query().subject());
    page.outcome(
        model.problem(),
        model.lastRead(),
        model.query().isNarrowed()
            ? "No row matches"
            : "Nothing is recorded yet. Who ticks, waives, signs or probes will stand here, with"
                + " the time and the machine, also what was refused or failed",
        clock.instant());
    page.footer(showing(), "One chain for all environments of the store · times in UTC");
    detail.show(chosen, model.chain());
    WordsCell.renewAll(page.table());
  }

  private String showing() {
    if (model.lastRead() == null) {
      return "";
    }
    String count = "Showing " + Texts.rows(model.rows().size());
    return count
        + (model.isFull() ? "; filter to see older ones" : model.hasMore() ? ", more below" : "")
        + " · newest first";
  }

  private List<TableColumn<Line, Line>> columns() {
    return List.of(
        column("Row", 90, line -> Words.state(model.chain().look(line), Texts.number(line.seq()))),
        column("Time", 148, line -> Words.plain(Texts.time(line.entry().at()))),
        column(
            "Outcome",
            100,
            line ->
                Words.state(
                    Texts.look(line.entry().outcome()), Texts.word(line.entry().outcome()))),
        where,
        column("Actor", 124, line -> Words.plain(line.entry().actor())),
        column("Action", 140, line -> Words.plain(line.entry().action())),
        column("Item", 92, line -> Words.plain(line.entry().subject())),
        column(DETAIL, 190, line -> quiet(line.entry().detail())));
  }

  private static Words quiet(String text) {
    return Words.quiet(text);
  }

  private static TableColumn<Line, Line> column(
      String title, double width, java.util.function.Function<Line, Words> words) {
    TableColumn<Line, Line> column = WordsCell.column(title, width, words);
    if (!title.equals(DETAIL)) {
      column.setMaxWidth(width * MOST_GROWTH); // in a wide window the detail has the rest
    }
    return column;
  }

  private static SearchableComboBox<String> menu(
      String name, java.util.function.Consumer<String> chosen) {
    return Choices.searchable(name, text -> text.isEmpty() ? name + ": any" : text, chosen);
  }

  /** Keeps what is chosen, also where no row has it any more. */
  private static void fill(SearchableComboBox<String> menu, List<String> names, String now) {
    List<String> all = new java.util.ArrayList<>(List.of(""));
    all.addAll(names);
    if (!all.contains(now)) {
      all.add(now);
    }
    if (!menu.getItems().equals(all)) {
      menu.getItems().setAll(all);
      menu.setValue(now);
    }
  }

  private void text(String typed) {
    ask(q -> new AuditQuery(q.environment(), typed.strip(), q.actor(), q.action(), q.subject()));
  }

  private void actor(String name) {
    ask(q -> new AuditQuery(q.environment(), q.text(), name, q.action(), q.subject()));
  }

  private void action(String name) {
    ask(q -> new AuditQuery(q.environment(), q.text(), q.actor(), name, q.subject()));
  }

  private void item(String id) {
    ask(q -> new AuditQuery(q.environment(), q.text(), q.actor(), q.action(), id));
  }

  private void scope(String environment) {
    ask(q -> new AuditQuery(environment, q.text(), q.actor(), q.action(), q.subject()));
  }

  private void ask(UnaryOperator<AuditQuery> change) {
    AuditQuery wanted = change.apply(model.query());
    if (wanted.equals(model.query())) {
      return;
    }
    where.setVisible(wanted.environment().isEmpty());
    chosen = null;
    page.table().getSelectionModel().clearSelection();
    if (!model.rows().isEmpty()) {
      page.table().scrollTo(0);
    }
    model.ask(wanted);
  }

  private void selected(@Nullable Line line) {
    if (!following && line != null) {
      chosen = line;
      detail.show(line, model.chain());
    }
  }

  /** New rows above what is seen leave it where it is, and the choice on its row. */
  private void rowsChanged(ListChangeListener.Change<? extends Line> change) {
    int first = page.shown().first();
    while (change.next()) {
      if (change.wasAdded() && !change.wasRemoved() && change.getFrom() == 0 && first > 0) {
        page.table().scrollTo(first + change.getAddedSize());
      }
    }
    follow();
  }

  private void follow() {
    Line wanted = chosen;
    if (wanted == null) {
      return;
    }
    following = true;
    try {
      TableView.TableViewSelectionModel<Line> selection = page.table().getSelectionModel();
      List<Line> rows = model.rows();
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i).seq() == wanted.seq()) {
          chosen = rows.get(i);
          if (selection.getSelectedIndex() != i) {
            selection.clearAndSelect(i);
          }
          return;
        }
      }
      selection.clearSelection();
      chosen = null;
    } finally {
      following = false;
    }
  }

  /** Has the next page read when it comes near the end. */
  private final class Row extends TableRow<Line> {
    @Override
    protected void updateItem(@Nullable Line line, boolean empty) {
      super.updateItem(line, empty);
      if (!empty && getIndex() >= model.rows().size() - AHEAD) {
        model.older();
      }
    }
  }
}
