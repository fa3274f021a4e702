package tech.atoms.opsdesk.desktop.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.css.CssParser;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.fault.FaultsScreen;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunActions;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunView;
import tech.atoms.opsdesk.desktop.metrics.MetricsScreen;
import tech.atoms.opsdesk.desktop.overview.OverviewScreen;
import tech.atoms.opsdesk.desktop.sessions.SessionsScreen;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.NewEnvironment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

/** Every screen and card in both themes: style sheets, names, states, room, and a clean end. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryScreenTest {
  private static final Fixture FIXTURE = new Fixture();

  /** Held here: the log manager itself forgets loggers, and their handlers with them. */
  private static final Logger CSS = Logger.getLogger("javafx.css");

  private static final String FAULT =
      "{\"faults\":[{\"name\":\"slow-responses\",\"active\":true,\"value\":2000,\"until\":null,"
          + "\"valueMeaning\":\"delay in ms\"}]}";

  private final MockWebServer sandbox = new MockWebServer();
  private final FxJobs jobs = new FxJobs(InstantSource.system());
  private final FedMonitor monitor =
      new FedMonitor(
          Worlds.environment(EnvironmentKind.PRODUCTION),
          Worlds.degraded(Worlds.NOW),
          new FedMonitor.FixedHistory(Worlds.history(Worlds.NOW)));
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          complaints.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable Shell shell;

  @BeforeAll
  static void rows() {
    FIXTURE.execute(
        """
        insert into atoms_users(email) select 'user' || i || '@x.org' from generate_series(1, 20) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, metadata)
          select u.id, 'hash', now() + i * interval '2 h', '{"client": "Cursor"}'
          from atoms_users u, generate_series(1, 10) i;
        """);
  }

  @BeforeEach
  void listen() throws IOException {
    sandbox.start();
    CSS.addHandler(handler);
    FxTest.run(() -> CssParser.errorsProperty().clear());
  }

  @AfterEach
  void close() throws Exception {
    Shell shown = shell;
    if (shown != null) {
      FxTest.run(shown::close);
    }
    FxTest.hideAll();
    CSS.removeHandler(handler);
    jobs.close();
    sandbox.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void noStyleSheetComplainsAndEverythingHasANameAndAState(Theme theme) {
    Stage stage = show(theme, 1440, 900);
    for (String name : List.of("overview", "metrics", "sessions", "faults")) {
      open(stage, name);
      check(stage, name);
      if (name.equals("sessions")) {
        popups(stage);
        press(stage, KeyCode.TAB, true);
        FxTest.until("blocking tree", () -> !texts(stage, "Blocking tree").isEmpty());
        check(stage, "sessions-database");
      }
    }
    for (KeyCode card : List.of(KeyCode.K, KeyCode.E, KeyCode.F1)) {
      press(stage, card, card != KeyCode.F1);
      check(stage, "card " + card);
      press(stage, KeyCode.ESCAPE, false);
    }
    firstRun(stage);
    check(stage, "first-run");
    press(stage, KeyCode.T, true);
    FxTest.pulses();
    assertThat(complaints).isEmpty();
    assertThat(FxTest.call(() -> List.copyOf(CssParser.errorsProperty()))).isEmpty();
  }

  /** Nothing that is a state or a button is cut, and nothing leaves its window. */
  @ParameterizedTest
  @CsvSource({"1280,800", "1440,900"})
  void statesAndButtonsAreWhole(int width, int height) {
    Stage stage = show(Theme.DARK, width, height);
    for (String name : List.of("overview", "metrics", "sessions", "faults")) {
      open(stage, name);
      assertThat(FxTest.call(() -> cut(stage.getScene(), width))).as(name).isEmpty();
    }
  }

  /** The clock stands still and the same readings come again: no second may draw anything. */
  @ParameterizedTest
  @ValueSource(strings = {"overview", "metrics"})
  void nothingIsDrawnWhileNothingChanges(String name) throws InterruptedException {
    Stage stage = show(Theme.DARK, 1440, 900);
    open(stage, name);
    FxTest.pulses();
    AtomicInteger seconds = new AtomicInteger();
    AtomicInteger pulses = new AtomicInteger();
    CountDownLatch idle = new CountDownLatch(1);
    FxTest.run(() -> stage.getScene().addPostLayoutPulseListener(pulses::incrementAndGet));
    try (Ticker.Ticking _ =
        jobs.every(
            () -> {
              monitor.feed(monitor.snapshot());
              // What the first second may still have had to draw does not count.
              if (seconds.incrementAndGet() == 2) {
                pulses.set(0);
              } else if (seconds.get() == 5) {
                idle.countDown();
              }
            })) {
      assertThat(idle.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(pulses).hasValue(0);
  }

  @Test
  void f6ReachesEveryRegionAndComesBack() {
    Stage stage = show(Theme.DARK, 1440, 900);
    for (String name : List.of("overview", "metrics", "sessions", "faults")) {
      open(stage, name);
      List<Node> owners = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        press(stage, KeyCode.F6, false);
        Node owner = FxTest.call(() -> stage.getScene().getFocusOwner());
        if (owners.contains(owner)) {
          break;
        }
        owners.add(owner);
      }
      List<String> regions = new ArrayList<>();
      FxTest.run(() -> owners.forEach(owner -> regions.add(region(owner))));
      assertThat(regions).as(name).contains("shell-sidebar", "shell-content", "shell-header");
    }
  }

  @Test
  void closesCleanlyWithAPopupAndADialogOpen() {
    Stage stage = show(Theme.DARK, 1280, 800);
    open(stage, "sessions");
    FxTest.run(
        () -> {
          ComboBoxBase<?> box =
              (ComboBoxBase<?>) stage.getScene().getRoot().lookup(".searchable-combo-box");
          box.show();
          Dialog<Void> dialog = new Dialog<>();
          dialog.initOwner(stage);
          dialog.setTitle("Dialog");
          dialog.show();
        });
    FxTest.pulses();
    assertThat(FxTest.call(() -> Window.getWindows().size())).isGreaterThan(2);
    FxTest.hideAll();
    FxTest.pulses();
    assertThat(FxTest.call(() -> List.copyOf(Window.getWindows()))).isEmpty();
    assertThat(complaints).isEmpty();
  }

  private void check(Stage stage, String where) {
    FxTest.pulses();
    FxTest.run(
        () -> {
          List<Node> nodes = shown(stage.getScene().getRoot());
          assertThat(nodes.stream().filter(Node::isFocusTraversable).filter(n -> !named(n)))
              .as("without a name on " + where)
              .isEmpty();
          assertThat(
                  nodes.stream()
                      .filter(n -> n.getStyleClass().contains("state-label"))
                      .map(Labeled.class::cast)
                      .filter(l -> l.getGraphic() == null || l.getText().isBlank()))
              .as("states without icon or word on " + where)
              .isEmpty();
        });
  }

  private static boolean named(Node node) {
    String accessible = node.getAccessibleText();
    String text = node instanceof Labeled labeled ? labeled.getText() : "";
    return (accessible != null && !accessible.isBlank()) || (text != null && !text.isBlank());
  }

  private static String region(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      for (String style : at.getStyleClass()) {
        if (style.startsWith("shell-") && !style.equals("shell-host")) {
          return style;
        }
      }
    }
    return "nowhere";
  }

  /** States, buttons and figures whose words are shortened, or that leave the window. */
  private static List<String> cut(Scene scene, double width) {
    List<String> found = new ArrayList<>();
    for (Node node : shown(scene.getRoot())) {
      boolean whole =
          node.getStyleClass().stream()
              .anyMatch(
                  style ->
                      List.of("state-label", "button", "toggle-button", "figure", "tile-name")
                          .contains(style));
      if (whole && node instanceof Labeled labeled && !labeled.isWrapText()) {
        for (Node part : labeled.getChildrenUnmodifiable()) {
          String drawn = part instanceof Text text ? text.getText() : "";
          if (drawn.endsWith("…") && !labeled.getText().endsWith("…")) {
            found.add("shortened: " + labeled.getText());
          }
        }
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (bounds.getMinX() < 0 || bounds.getMaxX() > width + 0.5) {
          found.add("outside: " + labeled.getText());
        }
      }
    }
    return found;
  }

  private static List<Node> shown(Parent root) {
    List<Node> found = new ArrayList<>();
    for (Node child : root.getChildrenUnmodifiable()) {
      if (child.isVisible()) {
        found.add(child);
        if (child instanceof Parent parent) {
          found.addAll(shown(parent));
        }
      }
    }
    return found;
  }

  private static List<Node> texts(Stage stage, String text) {
    return shown(stage.getScene().getRoot()).stream()
        .filter(n -> n instanceof Labeled labeled && text.equals(labeled.getText()))
        .toList();
  }

  private void popups(Stage stage) {
    List<ComboBoxBase<?>> boxes =
        FxTest.call(
            () -> {
              List<ComboBoxBase<?>> all = new ArrayList<>();
              for (Node node : stage.getScene().getRoot().lookupAll(".choice")) {
                if (node instanceof ComboBoxBase<?> box && box.getId() == null) {
                  all.add(box);
                }
              }
              return all;
            });
    assertThat(boxes).hasSize(3);
    for (ComboBoxBase<?> box : boxes) {
      FxTest.run(box::show);
      FxTest.pulses();
      FxTest.run(box::hide);
      FxTest.pulses();
    }
  }

  private void open(Stage stage, String name) {
    FxTest.run(() -> java.util.Objects.requireNonNull(shell).openScreen(name));
    switch (name) {
      case "sessions" ->
          FxTest.until(
              "rows",
              () ->
                  shown(stage.getScene().getRoot()).stream()
                      .anyMatch(
                          n -> n instanceof Label l && l.getText().startsWith("Showing 100 of")));
      case "faults" -> FxTest.until("faults", () -> !texts(stage, "1 of 1 active").isEmpty());
      default -> FxTest.until("read", () -> jobs.underWay() == 0);
    }
    FxTest.pulses();
  }

  private void firstRun(Stage stage) {
    FirstRunView view =
        FxTest.call(() -> new FirstRunView(Path.of("profile.yaml"), new Nothing(), jobs));
    FxTest.run(
        () -> {
          java.util.Objects.requireNonNull(shell).showInstead(view.root());
          view.showTrouble(
              new Problem("Malformed", "profile.yaml", "why", "Correct it"), List.of());
        });
    FxTest.until("first run", () -> !texts(stage, "Open the sandbox").isEmpty());
  }

  private Stage show(Theme theme, int width, int height) {
    for (int i = 0; i < 40; i++) {
      sandbox.enqueue(new MockResponse.Builder().body(FAULT).build());
    }
    MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);
    open.add(database);
    PlatformSettings platform =
        new PlatformSettings(
            sandbox.url("/").uri(), "atoms", null, new SecretRef(SecretRef.Scheme.ENV, "TOKEN"));
    FaultClient faults = new FaultClient(platform, ref -> new Secret("platform-token"));
    InstantSource clock = () -> Worlds.NOW;
    Environment staging = Worlds.environment(EnvironmentKind.STAGING);
    Shell made =
        FxTest.call(
            () ->
                new Shell(
                    jobs,
                    jobs,
                    clock,
                    ZoneOffset.UTC,
                    theme,
                    new Shell.ShellActions() {
                      @Override
                      public void themeChanged(Theme changed) {}

                      @Override
                      public List<Environment> environments() {
                        return List.of(monitor.environment(), staging);
                      }

                      @Override
                      public void switchTo(Environment environment) {}
                    }));
    shell = made;
    Stage stage = FxTest.show(made.root(), width, height, theme);
    FxTest.run(
        () -> {
          made.attach(stage.getScene());
          made.show(
              new OpenedEnvironment(
                  monitor.environment(),
                  monitor,
                  List.of(
                      entry("overview", () -> new OverviewScreen(monitor, jobs, jobs, clock)),
                      entry("metrics", () -> new MetricsScreen(monitor, jobs, clock, n -> null)),
                      entry(
                          "sessions",
                          () -> new SessionsScreen(database, jobs, jobs, InstantSource.system())),
                      entry("faults", () -> new FaultsScreen(faults, jobs, jobs, Instant::now)))));
        });
    FxTest.pulses();
    return stage;
  }

  private static ScreenEntry entry(
      String name, java.util.function.Supplier<? extends Screen> factory) {
    String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return new ScreenEntry(name, title, "mdi2c-chart-line", "Monitor", "Ctrl 1", factory);
  }

  private static void press(Stage stage, KeyCode code, boolean control) {
    FxTest.run(
        () -> {
          Scene scene = stage.getScene();
          Node target = scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner();
          if (code == KeyCode.TAB) {
            target = scene.getRoot().lookup(".sessions-screen");
          }
          target.fireEvent(
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
        });
  }

  /** A first run that nobody operates. */
  private static final class Nothing implements FirstRunActions {
    @Override
    public Path startSandbox(Consumer<String> progress) {
      return Path.of("sandbox.yaml");
    }

    @Override
    public List<TestLine> test(NewEnvironment tried) {
      return List.of();
    }

    @Override
    public Path write(NewEnvironment written) {
      return Path.of("profile.yaml");
    }

    @Override
    public void open(Path profile) {}
  }
}
