package tech.atoms.opsdesk.desktop.sessions;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.AppSession;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.AppSessionQuery.Expiry;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.SessionChoice;
import tech.atoms.opsdesk.database.UserSessions;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Choices;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.desktop.run.KeyedButton;

/** The tab of application sessions. */
final class AppSessionsView {
  private final AppSessionsModel model;
  private final InstantSource clock;
  private final TablePage<AppRow> page =
      new TablePage<>("Application sessions", "Sessions per user", 262);
  private final TextField filter;
  private final Segments<Filter> filters;
  private final SearchableComboBox<String> clients;
  private final ComboBox<Expiry> expiries;
  private final ComboBox<Order> orders;
  private @Nullable List<UserSessions> shownUsers;
  private final Set<UUID> marked = new LinkedHashSet<>();
  private final SessionEnds ends;
  private final HBox actions = new HBox();
  private final Label markedText = new Label();
  private final Button revoke;
  private final Button cleanUp;
  private @Nullable UUID chosen;
  private boolean following;

  AppSessionsView(AppSessionsModel model, SessionEnds ends, InstantSource clock) {
    this.model = model;
    this.ends = ends;
    this.clock = clock;
    filter = FilterField.make("Filter by user's e-mail", this::find);
    Map<Filter, String> names = new LinkedHashMap<>();
    names.put(Filter.ALL, "All");
    names.put(Filter.NEAR_LIMIT, "Near limit");
    names.put(Filter.IDLE, "Idle > 1 h");
    names.put(Filter.EXPIRED, "Expired");
    names.put(Filter.ORPHANS, "Orphans");
    filters = new Segments<>("Sessions", names, this::choose);
    clients = Choices.searchable("Client", AppSessionsView::clientWords, this::client);
    expiries = Choices.of("Expires", List.of(Expiry.values()), Texts::expiry, this::expiry);
    orders = Choices.of("Order", List.of(Order.values()), Texts::order, this::order);
    revoke =
        KeyedButton.of("Revoke…", "mdi2a-account-off-outline", "Del", this::revoke, "dangerous");
    cleanUp =
        KeyedButton.of("Clean up expired…", "mdi2b-broom", "", ends::cleanUpExpired, "dangerous");
    markedText.getStyleClass().add("small");
    for (Node node : List.of(markedText, revoke, cleanUp)) {
      node.managedProperty().bind(node.visibleProperty());
    }
    actions.getChildren().setAll(markedText, revoke, cleanUp);
    actions.getStyleClass().add("session-actions");
    page.toolbar().getChildren().addAll(filter, clients, expiries, filters, orders);
    page.columns(columns());
    table().setItems(model.rows());
    table().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    model.shown(page::shown);
    table().getSelectionModel().selectedItemProperty().subscribe(this::selected);
    model.rows().addListener((ListChangeListener<AppRow>) change -> follow());
    page.sideTitle("Sessions per user", "limit " + MonitoredDatabase.SESSIONS_PER_USER);
    update();
  }

  Parent root() {
    return page.root();
  }

  /** What can be done with what is marked or selected; beside the tabs, where nothing moves. */
  Node actions() {
    return actions;
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

  /** The ages in the rows go on. */
  void age() {
    WordsCell.renewAll(table());
  }

  private void selected(@Nullable AppRow row) {
    if (!following && row != null && row.session() != null) {
      chosen = row.session().id();
    }
    offer();
  }

  /** The sessions that were marked; without marks the one that is selected. */
  private List<UUID> meant() {
    UUID one = chosen;
    return !marked.isEmpty() ? List.copyOf(marked) : one == null ? List.of() : List.of(one);
  }

  /** Del. */
  boolean revoke() {
    List<UUID> meant = meant();
    if (!meant.isEmpty()) {
      ends.revoke(meant);
    }
    return !meant.isEmpty();
  }

  /** U: everything that the user of the selected row has. */
  boolean revokeUser() {
    AppRow row = table().getSelectionModel().getSelectedItem();
    AppSession session = row == null ? null : row.session();
    if (session == null || session.orphan()) {
      return false;
    }
    ends.revokeUser(session.email());
    return true;
  }

  private void mark(AppRow row) {
    AppSession session = row.session();
    if (session == null) {
      return;
    }
    if (!marked.remove(session.id()) && marked.size() < SessionChoice.MOST) {
      marked.add(session.id());
    }
    table().refresh();
    offer();
  }

  private void offer() {
    int count = meant().size();
    revoke.setVisible(count > 0);
    markedText.setVisible(!marked.isEmpty());
    markedText.setText(Texts.number(marked.size()) + " marked");
    cleanUp.setVisible(model.query().filter() == Filter.EXPIRED && !model.rows().isEmpty());
  }

  /** The selection stays on its session, wherever that stands now. */
  private void follow() {
    UUID wanted = chosen;
    if (wanted == null || following) {
      return;
    }
    following = true;
    try {
      TableView.TableViewSelectionModel<AppRow> selection = table().getSelectionModel();
      int at = model.indexOf(wanted);
      if (at < 0) {
        selection.clearSelection();
      } else if (at != selection.getSelectedIndex()) {
        selection.clearAndSelect(at);
      }
    } finally {
      following = false;
    }
  }

  private TableView<AppRow> table() {
    return page.table();
  }

  private List<TableColumn<AppRow, AppRow>> columns() {
    return List.of(
        MarkCell.column(
            row -> row.session() != null && marked.contains(row.session().id()), this::mark),
        column("User", 240, s -> s.orphan() ? Words.quiet("no user") : Words.plain(s.email())),
        column("Client", 176, s -> Words.quiet(Texts.orNotTold(s.client()))),
        column(
            "Last activity",
            122,
            s -> Words.plain(Texts.time(s.lastActivity(), clock.instant())),
            "right"),
        column(
            "Created", 122, s -> Words.quiet(Texts.time(s.createdAt(), clock.instant())), "right"),
        column("Expires in", 152, s -> Texts.expiry(s, clock.instant()), "right"),
        column("Of this user", 97, Texts::ofUser));
  }

  private static TableColumn<AppRow, AppRow> column(
      String title, double width, Function<AppSession, Words> words, String... styleClasses) {
    return WordsCell.column(
        title,
        width,
        row -> row.session() == null ? Words.quiet("…") : words.apply(row.session()),
        styleClasses);
  }

  private void key(KeyEvent event) {
    AppRow row = table().getSelectionModel().getSelectedItem();
    if (event.getCode() == KeyCode.ENTER && row != null && row.session() != null) {
      AppSession session = row.session();
      if (!session.orphan()) {
        filter.setText(session.email());
        find(session.email());
      }
      event.consume();
    } else if (event.getCode() == KeyCode.SPACE && row != null) {
      mark(row);
      event.consume();
    }
  }

  private void find(String text) {
    if (text.strip().equals(model.query().userPrefix())) {
      return;
    }
    if (!text.isBlank() && model.query().filter() == Filter.ORPHANS) {
      filters.choose(Filter.ALL); // orphans have no user to be found by
      model.show(Filter.ALL);
    }
    model.find(text);
    toTop();
  }

  private void choose(Filter chosen) {
    if (chosen == Filter.ORPHANS) {
      filter.clear();
      model.find("");
    }
    model.show(chosen);
    toTop();
  }

  private void client(String client) {
    model.client(client);
    toTop();
  }

  private void expiry(Expiry expiry) {
    model.expiry(expiry);
    toTop();
  }

  private static String clientWords(String client) {
    return client.isEmpty() ? "Client: any" : client;
  }

  private void order(Order order) {
    model.order(order);
    toTop();
  }

  private void toTop() {
    chosen = null;
    marked.clear(); // what is not seen any more is not ended with what is
    table().getSelectionModel().clearSelection();
    if (!model.rows().isEmpty()) {
      table().scrollTo(0);
    }
  }

  private void update() {
    AppSessionCounts counts = model.counts();
    for (Filter f :
        List.of(Filter.ALL, Filter.NEAR_LIMIT, Filter.IDLE, Filter.EXPIRED, Filter.ORPHANS)) {
      filters.count(f, counts == null ? "" : Texts.number(AppSessionsModel.count(f, counts)));
    }
    List<String> known = model.clients();
    if (!clients.getItems().equals(known)) {
      clients.getItems().setAll(known);
      clients.setValue(model.query().client());
    }
    page.outcome(model.problem(), model.lastRead(), "No sessions", clock.instant());
    page.footer(showingText(), countedText(counts));
    users(counts);
    offer();
  }

  private String showingText() {
    if (model.lastRead() == null) {
      return "";
    }
    long total = model.total();
    String of =
        total >= 0
            ? " of " + Texts.number(Math.max(total, model.extent()))
            : model.hasMore() ? ", more below" : "";
    boolean byNumber = model.query().filter() == Filter.NEAR_LIMIT;
    boolean byUser = !model.query().userPrefix().isEmpty();
    // These have an order of their own.
    orders.setDisable(byNumber || byUser);
    String order =
        byNumber ? "most sessions first" : byUser ? "by user" : words(model.query().order());
    return "Showing " + Texts.number(model.extent()) + of + " · " + order;
  }

  private String countedText(@Nullable AppSessionCounts counts) {
    Problem problem = model.countsProblem();
    if (problem != null) {
      return "Counts unknown: " + problem.why() + " · times in UTC";
    }
    return counts == null
        ? "Times in UTC"
        : "Counted at " + Ages.seconds(counts.at()) + " · times in UTC";
  }

  private static String words(Order order) {
    return switch (order) {
      case EXPIRES_SOONEST -> "soonest to expire first";
      case EXPIRES_LATEST -> "latest to expire first";
      case USER -> "by user";
    };
  }

  private void users(@Nullable AppSessionCounts counts) {
    if (counts != null && !counts.top().equals(shownUsers)) {
      shownUsers = counts.top();
      List<? extends Node> lines =
          counts.top().stream().map(u -> new UserLine(u, counts.limit())).toList();
      page.sideContent()
          .getChildren()
          .setAll(lines.isEmpty() ? List.of(new Label("Nobody has a live session.")) : lines);
    }
  }
}
