package tech.atoms.opsdesk.desktop.sessions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.ArrowKeys;
import tech.atoms.opsdesk.desktop.control.Entrance;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.run.Planning;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;

/** The Sessions screen. Reads only while it is shown. */
public final class SessionsScreen implements Screen {
  private static final String APP = "app";
  private static final String DATABASE = "database";

  private final Ticker ticker;
  private final AppSessionsModel appModel;
  private final DatabaseSessionsModel databaseModel;
  private final AppSessionsView app;
  private final DatabaseSessionsView databaseView;
  private final Parent root;
  private Ticker.@Nullable Ticking ticking;
  private Runnable hintsChanged = () -> {};

  @FXML private HBox tabs;
  @FXML private ToggleButton appTab;
  @FXML private ToggleButton databaseTab;
  @FXML private StackPane content;

  /**
   * Builds the screen.
   *
   * @param database what is shown; stays the caller's to close
   * @param plans opens the plans of what ends sessions
   * @param jobs for reading
   * @param ticker the rhythm of refreshing while shown
   * @param clock the present
   */
  public SessionsScreen(
      MonitoredDatabase database, Planning plans, Jobs jobs, Ticker ticker, InstantSource clock) {
    this.ticker = ticker;
    appModel = new AppSessionsModel(database, jobs, clock);
    databaseModel = new DatabaseSessionsModel(database, jobs, clock);
    root = Views.load("sessions", this);
    SessionEnds ends = new SessionEnds(plans);
    app = new AppSessionsView(appModel, ends, clock);
    databaseView = new DatabaseSessionsView(databaseModel, ends, clock);
    app.onChange(this::titles);
    databaseView.onChange(this::titles);
    tabs.getChildren().add(tabs.getChildren().size() - 1, app.actions());
    tabs.getChildren().add(new KeyCap("Ctrl Tab"));
    ToggleGroup group = new ToggleGroup();
    appTab.setToggleGroup(group);
    databaseTab.setToggleGroup(group);
    appTab.setOnAction(e -> open(true));
    databaseTab.setOnAction(e -> open(false));
    ArrowKeys.choose(tabs);
    // The toolkit would take Ctrl+Tab for moving the focus.
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::switchTab);
    // Both stay in the scene: a table that is filled outside of one knows no colours.
    content.getChildren().setAll(app.root(), databaseView.root());
    open(true);
  }

  /** Both tabs: what the palette finds. */
  public static List<ScreenEntry.Place> places() {
    return List.of(
        new ScreenEntry.Place(APP, "application sessions", "users, expired, orphans"),
        new ScreenEntry.Place(DATABASE, "database sessions", "blocking, locks, queries"));
  }

  @Override
  public void goTo(String place) {
    open(!place.equals(DATABASE));
  }

  /** Opens the tab of database sessions. */
  public void openDatabaseTab() {
    open(false);
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    if (ticking == null) {
      ticking = ticker.every(this::tick);
    }
    appModel.refresh();
    tick();
  }

  @Override
  public void hidden() {
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
    appModel.stop();
    databaseModel.stop();
  }

  @Override
  public void refresh() {
    appModel.refresh();
    databaseModel.refresh();
  }

  @Override
  public List<KeyHint> hints() {
    return appTab.isSelected()
        ? List.of(
            new KeyHint("/", "Filter"),
            new KeyHint("Enter", "Sessions of this user"),
            new KeyHint("Space", "Mark"),
            new KeyHint("Del", "Revoke…"),
            new KeyHint("F5", "Refresh"))
        : List.of(
            new KeyHint("/", "Filter"),
            new KeyHint("Enter", "Details"),
            new KeyHint("Space", "Pause"),
            new KeyHint("Del", "Terminate…"),
            new KeyHint("F5", "Refresh"));
  }

  @Override
  public List<KeyHint> shortcuts() {
    List<KeyHint> all = new ArrayList<>(hints());
    all.add(1, new KeyHint("↑ ↓", "Move through the rows"));
    all.add(
        appTab.isSelected()
            ? new KeyHint("U", "Revoke all sessions of this user…")
            : new KeyHint("C", "Cancel the query…"));
    all.add(new KeyHint("Ctrl Tab", "Other tab"));
    return all;
  }

  @Override
  public void whenHintsChange(Runnable listener) {
    hintsChanged = listener;
  }

  @Override
  public boolean key(KeyEvent event) {
    if (event.getCode() == KeyCode.SPACE && databaseTab.isSelected()) {
      databaseView.togglePause();
      return true;
    }
    boolean plain = !event.isShortcutDown() && !event.isAltDown();
    boolean sessions = appTab.isSelected();
    return switch (event.getCode()) {
      case DELETE -> sessions ? app.revoke() : databaseView.terminate();
      case U -> plain && sessions && app.revokeUser();
      case C -> plain && !sessions && databaseView.cancelQuery();
      default -> switchTab(event);
    };
  }

  @Override
  public Node filterField() {
    return appTab.isSelected() ? app.filterField() : databaseView.filterField();
  }

  private boolean switchTab(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && event.isControlDown()) {
      open(!appTab.isSelected());
      Entrance.into(content);
      event.consume();
      return true;
    }
    return false;
  }

  private void open(boolean appSessions) {
    appTab.setSelected(appSessions);
    databaseTab.setSelected(!appSessions);
    show(app.root(), appSessions);
    show(databaseView.root(), !appSessions);
    show(app.actions(), appSessions);
    if (appSessions && ticking != null) {
      app.age();
      appModel.refresh();
    }
    hintsChanged.run();
  }

  private static void show(Node tab, boolean wanted) {
    tab.setVisible(wanted);
    tab.setManaged(wanted);
  }

  private void tick() {
    appModel.tick();
    databaseModel.tick();
    if (appTab.isSelected()) {
      app.age();
    }
  }

  private void titles() {
    AppSessionCounts counts = appModel.counts();
    DatabaseActivity activity = databaseModel.activity();
    appTab.setText(
        counts == null ? "App sessions" : "App sessions · " + Texts.number(counts.live()));
    databaseTab.setText(
        activity == null
            ? "Database sessions"
            : "Database sessions · " + Texts.number(activity.figures().inUse()));
  }
}
