package tech.atoms.opsdesk.desktop.shell;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.Operations;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.Screen.KeyHint;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.Carets;
import tech.atoms.opsdesk.desktop.control.Entrance;
import tech.atoms.opsdesk.desktop.control.EnvironmentLook;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.State;

/**
 * The window's content: environment frame, header, navigation, footer, the open screen, and what
 * lies over it. Used on the JavaFX thread only.
 */
public final class Shell {
  private final Jobs jobs;
  private final InstantSource clock;
  private final ShellModel model;
  private final ShellActions actions;
  private final StackPane frame = new StackPane();
  private final BorderPane window = new BorderPane();
  private final StackPane content = new StackPane();
  private final OverlayHost overlays = new OverlayHost();
  private final Header header;
  private final Sidebar sidebar;
  private final Footer footer;
  private final Ticker.Ticking ticking;
  private final Cards cards = new Cards(overlays, this::environment);
  private final ShellOperations operations;
  private final Map<String, Screen> built = new HashMap<>();

  /** Written on the JavaFX thread, read on the monitor's. */
  private volatile State shownState = State.UNKNOWN;

  private Theme theme;
  private @Nullable OpenedEnvironment opened;
  private @Nullable Environment connecting;
  private Monitor.@Nullable Subscription subscription;
  private @Nullable ScreenEntry current;

  /**
   * Builds the shell, empty.
   *
   * @param jobs brings snapshots onto the JavaFX thread
   * @param ticker moves clocks and ages
   * @param clock what time it is
   * @param zone of the second clock
   * @param theme to begin with
   * @param actions what the shell asks for from outside
   */
  public Shell(
      Jobs jobs,
      Ticker ticker,
      InstantSource clock,
      ZoneId zone,
      Theme theme,
      ShellActions actions) {
    this.jobs = jobs;
    this.clock = clock;
    this.theme = theme;
    this.actions = actions;
    model = new ShellModel(zone);
    header = new Header(model, this::openSwitcher, this::openPalette);
    sidebar = new Sidebar(this::switchTheme, this::openShortcuts);
    footer = new Footer(model);
    operations = new ShellOperations(sidebar, footer, cards, this::openAt);
    frame.getStyleClass().add("shell-frame");
    window.getStyleClass().add("shell-window");
    content.getStyleClass().add("shell-content");
    window.setTop(header);
    window.setLeft(sidebar);
    window.setCenter(content);
    window.setBottom(footer);
    frame.getChildren().addAll(window, overlays);
    model.update(null, null, clock.instant());
    ticking = ticker.every(this::tick);
  }

  /** The root node of the scene. */
  public Parent root() {
    return frame;
  }

  /** What the window's title says: the state first. */
  public ReadOnlyStringProperty title() {
    return model.titleProperty();
  }

  /** Dresses a scene in the current theme and lets the window's keys work in it. */
  public void attach(Scene scene) {
    Application.setUserAgentStylesheet(theme.userAgentStylesheet());
    scene.getStylesheets().setAll(theme.stylesheets());
    Carets.restIn(scene);
    new Keys(this).attach(scene);
  }

  /** Watches another environment and opens its first screen. */
  public void show(OpenedEnvironment environment) {
    enter(environment.environment());
    opened = environment;
    footer.show(environment.environment(), environment.environment().weaknesses());
    sidebar.show(environment.screens(), this::open);
    Monitor monitor = environment.monitor();
    subscription =
        monitor.subscribe(
            snapshot -> {
              if (snapshot.state() != shownState) {
                jobs.onFx(this::tick);
              }
            });
    tick();
    if (!environment.screens().isEmpty()) {
      // A card that is open stays: it may be the switcher, opened while this one was connected.
      bring(environment.screens().getFirst());
    }
    operations.enter(environment.operations());
  }

  /** Says at once which environment is going to be shown, until it is. */
  public void connecting(Environment environment) {
    enter(environment);
    connecting = environment;
    footer.show(environment, List.of());
    waiting("Connecting to " + environment.name() + " …", ShellModel.host(environment));
    tick();
  }

  /** Says what is waited for while not even an environment is known. */
  public void showWaiting(String line) {
    leave();
    waiting(line, "");
  }

  private void waiting(String line, String detail) {
    sidebar.show(List.of(), e -> {});
    footer.showHints(
        List.of(new KeyHint("Ctrl E", "Switch environment"), new KeyHint("F1", "Shortcuts")));
    Label where = new Label(detail);
    where.getStyleClass().add("meta");
    VBox empty = new VBox(new StateLabel(Look.RUNNING, line), where);
    empty.getStyleClass().add("shell-empty");
    content.getChildren().setAll(empty);
  }

  private void enter(Environment environment) {
    leave();
    dress(environment.kind());
    header.show(environment);
  }

  /** Shows something in place of the screens, while no environment is watched. */
  public void showInstead(Node node) {
    leave();
    sidebar.show(List.of(), e -> {});
    footer.showHints(List.of(new KeyHint("F1", "Shortcuts")));
    content.getChildren().setAll(node);
    Node first = OverlayHost.firstFocusable(node);
    if (first != null) {
      first.requestFocus();
    }
  }

  /** Opens a registered screen; does nothing where the name is not registered. */
  public void openScreen(String name) {
    screens().stream().filter(e -> e.name().equals(name)).findFirst().ifPresent(this::open);
  }

  private void openAt(String name, String place) {
    openScreen(name);
    currentScreen().ifPresent(screen -> screen.goTo(place));
  }

  /** Shows a card over the window; {@code first} takes the focus. */
  public void showCard(Region card, Node first) {
    overlays.show(card, first);
  }

  /** Takes the card away, if one is shown. */
  public boolean closeOverlay() {
    boolean open = overlays.isOpen();
    overlays.close();
    return open;
  }

  /** The theme at the moment. */
  public Theme theme() {
    return theme;
  }

  /** Changes between dark and light. */
  public void switchTheme() {
    theme = theme.other();
    Scene scene = frame.getScene();
    if (scene != null) {
      Application.setUserAgentStylesheet(theme.userAgentStylesheet());
      scene.getStylesheets().setAll(theme.stylesheets());
    }
    actions.themeChanged(theme);
  }

  /** Releases everything: no screen is subscribed afterwards. */
  public void close() {
    leave();
    ticking.close();
  }

  void openPalette() {
    Palette palette = new Palette(PaletteEntries.of(this), environment(), overlays::close);
    overlays.show(palette.card(), palette.field());
  }

  void openSwitcher() {
    List<Environment> environments = actions.environments();
    if (environments.isEmpty()) {
      return;
    }
    Switcher switcher =
        new Switcher(
            environment(),
            environments,
            chosen -> {
              overlays.close();
              switchTo(chosen);
            });
    overlays.show(switcher.card(), switcher.field());
  }

  void openShortcuts() {
    List<KeyHint> hints = currentScreen().map(Screen::shortcuts).orElse(List.of());
    Shortcuts shortcuts = new Shortcuts(environment(), screens(), hints, overlays::close);
    overlays.show(shortcuts.card(), shortcuts.done());
  }

  void switchTo(Environment chosen) {
    Environment here = environment();
    if (here == null || !here.name().equals(chosen.name())) {
      actions.switchTo(chosen);
    }
  }

  List<Environment> environments() {
    return actions.environments();
  }

  /** Opens a screen at one of its places. */
  void open(ScreenEntry entry, ScreenEntry.Place place) {
    open(entry);
    currentScreen().ifPresent(screen -> screen.goTo(place.key()));
  }

  @Nullable Environment environment() {
    return opened == null ? connecting : opened.environment();
  }

  void refresh() {
    if (opened != null) {
      opened.monitor().refresh();
    }
    currentScreen().ifPresent(Screen::refresh);
  }

  void openByKeys(String keys) {
    if (!overlays.isOpen()) {
      screens().stream().filter(e -> e.keys().equals(keys)).findFirst().ifPresent(this::open);
    }
  }

  boolean isOverlayOpen() {
    return overlays.isOpen();
  }

  boolean focusFilter() {
    Node filter = currentScreen().map(Screen::filterField).orElse(null);
    if (filter != null) {
      filter.requestFocus();
    }
    return filter != null;
  }

  boolean screenKey(KeyEvent event) {
    return currentScreen().map(screen -> screen.key(event)).orElse(false);
  }

  /** Groups that F6 walks through: navigation, the screen's panels, header. */
  List<Node> focusGroups() {
    List<Node> groups = new ArrayList<>();
    groups.add(sidebar);
    OverlayHost.regions(content, groups);
    groups.add(header);
    return groups;
  }

  void open(ScreenEntry entry) {
    overlays.close();
    bring(entry);
  }

  private void bring(ScreenEntry entry) {
    if (current != null && current.name().equals(entry.name())) {
      return;
    }
    // Built before it is the current one: what could not be built can be tried again.
    Screen screen = built.computeIfAbsent(entry.name(), name -> build(entry));
    hideCurrent();
    current = entry;
    content.getChildren().setAll(screen.root());
    sidebar.mark(entry.name());
    footer.showHints(screen.hints());
    screen.shown();
    if (!overlays.isOpen()) {
      Entrance.into(screen.root());
    }
  }

  private Screen build(ScreenEntry entry) {
    Screen made = entry.factory().get();
    made.dialogs(cards);
    made.whenHintsChange(
        () -> {
          if (currentScreen().filter(made::equals).isPresent()) {
            footer.showHints(made.hints());
          }
        });
    return made;
  }

  private void hideCurrent() {
    currentScreen().ifPresent(Screen::hidden);
    current = null;
    content.getChildren().clear();
  }

  private Optional<Screen> currentScreen() {
    return current == null ? Optional.empty() : Optional.ofNullable(built.get(current.name()));
  }

  List<ScreenEntry> screens() {
    return opened == null ? List.of() : opened.screens();
  }

  private void leave() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    operations.leave();
    hideCurrent();
    built.clear();
    opened = null;
    connecting = null;
  }

  private void dress(EnvironmentKind kind) {
    for (EnvironmentKind each : EnvironmentKind.values()) {
      frame.getStyleClass().remove(EnvironmentLook.styleClass(each));
    }
    frame.getStyleClass().add(EnvironmentLook.styleClass(kind));
  }

  private void tick() {
    OpenedEnvironment now = opened;
    if (now == null) {
      model.update(connecting, null, clock.instant());
    } else {
      Snapshot snapshot = now.monitor().snapshot();
      shownState = snapshot.state();
      model.update(now.environment(), snapshot, clock.instant());
    }
  }

  /** What the shell asks for from outside. Called on the JavaFX thread. */
  public interface ShellActions {
    /** The person chose another theme. */
    void themeChanged(Theme theme);

    /** The environments to choose from. */
    List<Environment> environments();

    /** The person chose another environment. */
    void switchTo(Environment environment);
  }

  List<Operations.Operation> operations() {
    return operations.offered();
  }

  boolean overlayTakes(KeyEvent event) {
    return overlays.takes(event);
  }

  /** Begins what a combination of keys stands for, unless a card lies over the window. */
  boolean beginsOperation(KeyEvent event) {
    return !overlays.isOpen() && operations.begins(event);
  }
}
