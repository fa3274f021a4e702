package tech.atoms.opsdesk.desktop.overview;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.Scrolling;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.desktop.task.WhileShown;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.monitor.Component;
import tech.atoms.opsdesk.monitor.CountHistory;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.State;

/** How the environment is, at one look. */
public final class OverviewScreen implements Screen {
  /** Below this width the right column moves under the left: the screen of a 1440 wide window. */
  private static final double TWO_COLUMNS = 1229;

  private static final double RIGHT_SHARE = 31;
  private static final int POINTS = 180;

  private final Monitor monitor;
  private final Jobs jobs;
  private final InstantSource clock;
  private final OverviewModel model;
  private final BannerPane banner = new BannerPane();
  private final List<MetricTile> tiles = new ArrayList<>();
  private final Lists lists = new Lists();

  private final Node root;

  @FXML private ScrollPane scroll;
  @FXML private StackPane bannerSlot;
  @FXML private HBox strip;
  @FXML private StackPane tileSlot;
  @FXML private GridPane columns;
  @FXML private VBox left;
  @FXML private GridPane right;
  @FXML private VBox deployment;
  @FXML private VBox sources;
  @FXML private Label sourcesAside;
  @FXML private GridPane onCall;
  @FXML private VBox targets;
  @FXML private VBox sessions;
  @FXML private VBox sourcesPanel;
  @FXML private VBox onCallPanel;
  @FXML private VBox sessionsPanel;
  @FXML private StackPane activitySlot;
  @FXML private Label activityAside;

  private final WhileShown<Snapshot> live;
  private State shownState = State.UNKNOWN;
  private boolean historyIsWhole;
  private boolean wide;

  /**
   * Builds the screen, unsubscribed.
   *
   * @param monitor whose snapshots it shows
   * @param jobs reads the history in the background
   * @param ticker moves the ages while the screen is shown
   * @param clock what time it is
   */
  public OverviewScreen(Monitor monitor, Jobs jobs, Ticker ticker, InstantSource clock) {
    this.monitor = monitor;
    this.jobs = jobs;
    this.clock = clock;
    live =
        new WhileShown<>(
            hears -> monitor.subscribe(hears)::close, this::published, this::update, jobs, ticker);
    model = new OverviewModel(monitor.environment().samplingInterval());
    root = Views.load("overview", this);
  }

  @FXML
  private void initialize() {
    bannerSlot.getChildren().add(banner);
    model.banner().subscribe(banner::show);
    for (Component.Kind kind : Component.Kind.values()) {
      StripCell cell = new StripCell(kind);
      HBox.setHgrow(cell, Priority.ALWAYS);
      strip.getChildren().add(cell);
      model.cell(kind).subscribe(cell::show);
    }
    TileGrid grid = new TileGrid();
    for (int i = 0; i < TileSpec.ALL.size(); i++) {
      MetricTile tile = new MetricTile(TileSpec.ALL.get(i));
      tiles.add(tile);
      grid.getChildren().add(tile);
      model.tile(i).subscribe(tile::show);
      model.line(i).subscribe(tile::show);
    }
    tileSlot.getChildren().add(grid);
    Scrolling.byKeys(scroll, "Overview");
    scroll.heightProperty().subscribe(height -> grid.pageHeight(height.doubleValue()));
    Environment environment = monitor.environment();
    model
        .deployment()
        .subscribe(live -> lists.deployment(deployment, live, environment.platform() != null));
    model.sources().subscribe(list -> lists.sources(sources, sourcesAside, list));
    FittingRows activity = new FittingRows();
    activitySlot.getChildren().add(activity);
    model.changes().subscribe(list -> lists.changes(activity, activityAside, list));
    model.targets().subscribe(standing(targets)::show);
    model.sessions().subscribe(standing(sessions)::show);
    showContacts(environment.contacts());
    arrange(false);
    // The page itself never becomes narrower than its two columns; what holds it does.
    scroll.widthProperty().subscribe(width -> arrange(width.doubleValue() >= TWO_COLUMNS));
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    live.begin();
    update();
    readHistory();
  }

  @Override
  public void hidden() {
    live.end();
  }

  @Override
  public void refresh() {
    update();
  }

  @Override
  public List<KeyHint> hints() {
    return List.of(
        new KeyHint("F5", "Refresh"),
        new KeyHint("F6", "Next panel"),
        new KeyHint("Ctrl K", "Run"));
  }

  /** Ages move with the clock's second; only a change of state is worth a picture in between. */
  private void published(Snapshot snapshot) {
    if (snapshot.state() != shownState) {
      update();
    }
  }

  private void update() {
    if (live.isShown()) {
      if (!historyIsWhole && monitor.history().reachesBack()) {
        readHistory();
      }
      Snapshot snapshot = monitor.snapshot();
      shownState = snapshot.state();
      model.update(snapshot, clock.instant());
    }
  }

  /** Now, and once more when the store has opened: the screen is up before it. */
  private void readHistory() {
    historyIsWhole = monitor.history().reachesBack();
    for (int i = 0; i < TileSpec.ALL.size(); i++) {
      readHistory(i);
    }
  }

  private void readHistory(int index) {
    Instant now = clock.instant();
    Series series = Series.of(TileSpec.ALL.get(index).metric());
    jobs.run(
        "Read the history of " + series,
        () ->
            CountHistory.query(
                monitor.history(), monitor.snapshot(), series, now.minus(Trail.SPAN), now, POINTS),
        data -> {
          model.recorded(index, Trail.dots(data));
          update();
        },
        problem -> sourcesAside.setText("History is not readable: " + problem.why()));
  }

  private void showContacts(Contacts contacts) {
    int row = 0;
    for (Contacts.Person person : contacts.onCall()) {
      Label phone = new Label(person.phone());
      phone.getStyleClass().add("on-call-phone");
      onCall.addRow(
          row++, muted(person.role()), phone, Icons.icon("mdi2p-phone-outline", "phone-icon"));
    }
    for (Contacts.Team team : contacts.teams()) {
      String where = team.slack().isEmpty() ? team.email() : team.slack();
      String name =
          team.name().isEmpty()
              ? ""
              : team.name().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                  + team.name().substring(1);
      onCall.addRow(row++, muted(name), new Label(where));
    }
    if (row == 0) {
      onCall.addRow(0, muted("No contacts in the profile."));
    }
  }

  private static StandingBox standing(VBox panel) {
    StandingBox box = new StandingBox();
    panel.getChildren().add(box);
    return box;
  }

  private static Label muted(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    return label;
  }

  /** Two columns in a wide window; one below the other in a narrow one. */
  private void arrange(boolean twoColumns) {
    if (twoColumns == wide && !columns.getColumnConstraints().isEmpty()) {
      return;
    }
    wide = twoColumns;
    ColumnConstraints first = new ColumnConstraints();
    first.setHgrow(Priority.ALWAYS);
    first.setPercentWidth(wide ? 100 - RIGHT_SHARE : 100);
    RowConstraints grow = new RowConstraints();
    grow.setVgrow(Priority.ALWAYS);
    arrangeRight();
    GridPane.setConstraints(left, 0, 0);
    GridPane.setConstraints(right, wide ? 1 : 0, wide ? 0 : 1);
    if (wide) {
      ColumnConstraints second = new ColumnConstraints();
      second.setPercentWidth(RIGHT_SHARE);
      columns.getColumnConstraints().setAll(first, second);
      columns.getRowConstraints().setAll(grow);
    } else {
      columns.getColumnConstraints().setAll(first);
      columns.getRowConstraints().setAll(new RowConstraints(), grow);
    }
  }

  /** Its panels stand in a column, or side by side once they are below; none changes its parent. */
  private void arrangeRight() {
    List<VBox> panels = List.of(sourcesPanel, onCallPanel, sessionsPanel);
    right.getColumnConstraints().clear();
    right.getRowConstraints().clear();
    for (int i = 0; i < panels.size(); i++) {
      GridPane.setConstraints(panels.get(i), wide ? 0 : i, wide ? i : 0);
      RowConstraints row = new RowConstraints();
      row.setVgrow(wide && i < panels.size() - 1 ? Priority.NEVER : Priority.ALWAYS);
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(wide ? 100 : 100.0 / panels.size());
      if (wide || i == 0) {
        right.getRowConstraints().add(row);
      }
      if (!wide || i == 0) {
        right.getColumnConstraints().add(column);
      }
    }
  }
}
