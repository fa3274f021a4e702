package tech.atoms.opsdesk.desktop.deployments;

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
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.FileDialogs;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.ArrowKeys;
import tech.atoms.opsdesk.desktop.control.Entrance;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.RunView;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.provider.vercel.Traffic;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;

/** The Deployments screen: versions, runs, and the run that is open. Reads only while shown. */
public final class DeploymentsScreen implements Screen {
  private static final String VERSIONS = "deployments";
  private static final String RUNS = "runs";
  private static final String WARM = "keep-warm";

  /** Ages in the rows are written anew every so many seconds. */
  private static final int AGES = 15;

  private final Runs runs;
  private final RunOperations operations;
  private final DeploymentsModel deploymentsModel;
  private final RunsModel runsModel;
  private final DeploymentsView deployments;
  private final RunsView history;
  private final RunView run;
  private final PinnedBanner pinned;
  private final WarmStrip warm;
  private final Parent lists;
  private final StackPane root = new StackPane();
  private Ticker.@Nullable Ticking ticking;
  private @Nullable Runnable unsubscribe;
  private Runnable hintsChanged = () -> {};
  private int seconds;

  @FXML private VBox bannerSlot;
  @FXML private HBox tabs;
  @FXML private ToggleButton deploymentsTab;
  @FXML private ToggleButton runsTab;
  @FXML private StackPane content;

  /**
   * Builds the screen, unread.
   *
   * @param platform null where the profile names none; stays the caller's to close
   * @param runs what is run here
   * @param operations begins runs
   * @param keepWarm whether the server is kept warm
   * @param monitor what production is like, beside a run
   * @param files asks where the record of a run goes
   * @param clock the present
   */
  public DeploymentsScreen(
      @Nullable VercelTraffic platform,
      Runs runs,
      RunOperations operations,
      KeepWarm keepWarm,
      Monitor monitor,
      FileDialogs files,
      InstantSource clock) {
    this.runs = runs;
    this.operations = operations;
    deploymentsModel = new DeploymentsModel(platform, runs.jobs(), clock);
    runsModel = new RunsModel(runs);
    lists = Views.load("deployments", this);
    deployments = new DeploymentsView(deploymentsModel, operations, clock);
    history = new RunsView(runsModel, runs, this::openRun);
    run = new RunView(runs, monitor, operations, files, this::closeRun, () -> hintsChanged.run());
    pinned = new PinnedBanner(operations::undo);
    warm = new WarmStrip(keepWarm, runs.jobs(), clock);
    bannerSlot.getChildren().setAll(pinned, warm);
    deploymentsModel.onChange(this::update);
    runsModel.onChange(this::update);
    tabs.getChildren().add(new KeyCap("Ctrl Tab"));
    ToggleGroup group = new ToggleGroup();
    deploymentsTab.setToggleGroup(group);
    runsTab.setToggleGroup(group);
    deploymentsTab.setOnAction(event -> open(true));
    runsTab.setOnAction(event -> open(false));
    ArrowKeys.choose(tabs);
    lists.addEventFilter(KeyEvent.KEY_PRESSED, this::switchTab);
    content.getChildren().setAll(deployments.root(), history.root());
    root.getChildren().setAll(lists, run.root());
    show(run.root(), false);
    open(true);
    update();
  }

  /** What the palette finds. */
  public static List<ScreenEntry.Place> places() {
    return List.of(
        new ScreenEntry.Place(VERSIONS, "versions", "releases, who is live, pinned, promote"),
        new ScreenEntry.Place(RUNS, "runs", "history, journal, interrupted, resume, abandon"),
        new ScreenEntry.Place(WARM, "keep warm, on or off", "keepwarm, ping, cold starts"));
  }

  @Override
  public void goTo(String place) {
    if (place.startsWith(RunOperations.PLACE)) {
      openRun(place.substring(RunOperations.PLACE.length()));
    } else {
      closeRun();
      open(!place.equals(RUNS));
      if (place.equals(WARM)) {
        warm.focusButton();
      }
    }
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    if (ticking == null) {
      ticking = runs.ticker().every(this::tick);
      unsubscribe = runs.subscribe(this::told);
    }
    if (run.isOpen()) {
      run.shown();
    }
    tick();
  }

  @Override
  public void hidden() {
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
    if (unsubscribe != null) {
      unsubscribe.run();
      unsubscribe = null;
    }
    run.hidden();
    deploymentsModel.stop();
    runsModel.stop();
    warm.stop();
    seconds = 0;
  }

  @Override
  public void refresh() {
    deploymentsModel.refresh();
    runsModel.refresh();
    warm.refresh();
    run.refresh();
  }

  @Override
  public List<KeyHint> hints() {
    if (run.isOpen()) {
      return run.hints();
    }
    List<KeyHint> hints = new ArrayList<>();
    hints.add(new KeyHint("/", "Filter"));
    if (!deploymentsTab.isSelected()) {
      hints.add(new KeyHint("Enter", "Open run"));
    } else if (deploymentsModel.hasPlatform()) {
      hints.add(new KeyHint("Ctrl D", "Deploy…"));
      hints.add(new KeyHint("Ctrl R", "Roll back…"));
    }
    hints.add(new KeyHint("F5", "Refresh"));
    return hints;
  }

  @Override
  public List<KeyHint> shortcuts() {
    if (run.isOpen()) {
      return run.shortcuts();
    }
    List<KeyHint> all = new ArrayList<>(hints());
    all.add(new KeyHint("↑ ↓", "Move through the rows"));
    all.add(new KeyHint("R", "Roll back to the selected one"));
    all.add(new KeyHint("D", "Build the selected one anew"));
    all.add(new KeyHint("U", "Undo the rollback that pins production"));
    all.add(new KeyHint("W", "Keep the server warm, or stop it"));
    all.add(new KeyHint("Ctrl Tab", "Other tab"));
    return all;
  }

  @Override
  public void whenHintsChange(Runnable listener) {
    hintsChanged = listener;
  }

  @Override
  public boolean key(KeyEvent event) {
    if (run.isOpen()) {
      return run.key(event);
    }
    if (event.getCode() == KeyCode.R && !event.isShortcutDown() && deploymentsTab.isSelected()) {
      return deployments.rollBackHere();
    }
    if (event.getCode() == KeyCode.D && !event.isShortcutDown() && deploymentsTab.isSelected()) {
      return deployments.deployAnew();
    }
    if (event.getCode() == KeyCode.U && !event.isShortcutDown() && pinned.isVisible()) {
      operations.undo();
      return true;
    }
    if (event.getCode() == KeyCode.W && !event.isShortcutDown()) {
      return warm.press();
    }
    return switchTab(event);
  }

  @Override
  public @Nullable Node filterField() {
    if (run.isOpen()) {
      return null;
    }
    return deploymentsTab.isSelected() ? deployments.filterField() : history.filterField();
  }

  private void openRun(String id) {
    run.open(id);
    show(run.root(), true);
    show(lists, false);
    if (ticking != null) {
      run.shown();
    }
    hintsChanged.run();
  }

  private void closeRun() {
    if (!run.isOpen()) {
      return;
    }
    run.close();
    show(run.root(), false);
    show(lists, true);
    deploymentsModel.refresh();
    runsModel.refresh();
    Entrance.into(content);
    hintsChanged.run();
  }

  private boolean switchTab(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && event.isControlDown()) {
      open(!deploymentsTab.isSelected());
      Entrance.into(content);
      event.consume();
      return true;
    }
    return false;
  }

  private void open(boolean versions) {
    deploymentsTab.setSelected(versions);
    runsTab.setSelected(!versions);
    show(deployments.root(), versions);
    show(history.root(), !versions);
    if (!versions && ticking != null) {
      runsModel.refresh();
    }
    hintsChanged.run();
  }

  private static void show(Node node, boolean wanted) {
    node.setVisible(wanted);
    node.setManaged(wanted);
  }

  /** A run has changed: who has the traffic may have changed with it. */
  private void told() {
    if (!run.isOpen()) {
      runsModel.refresh();
    }
  }

  private void tick() {
    if (run.isOpen()) {
      return; // what lies behind it costs nothing
    }
    deploymentsModel.tick();
    runsModel.tick();
    warm.tick();
    if (++seconds % AGES == 0) {
      deployments.age();
      history.age();
    }
  }

  private void update() {
    deployments.update();
    history.update();
    Traffic traffic = deploymentsModel.traffic();
    pinned.show(
        deploymentsModel.all().stream().filter(DeploymentRow::live).findFirst().orElse(null),
        traffic != null && traffic.pinned());
    deploymentsTab.setText(
        deploymentsModel.lastRead() == null
            ? "Deployments"
            : "Deployments · " + deploymentsModel.all().size());
    runsTab.setText(runsModel.lastRead() == null ? "Runs" : "Runs · " + runsModel.total());
  }
}
