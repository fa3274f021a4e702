package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.monitor.Snapshot;

class ShellTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Worlds.NOW);
  private final FxJobs jobs = new FxJobs(now::get);
  private final List<String> switchedTo = new ArrayList<>();
  private final List<Environment> more = new ArrayList<>();
  private final FedMonitor monitor =
      new FedMonitor(
          Worlds.environment(EnvironmentKind.PRODUCTION),
          Worlds.healthy(Worlds.NOW),
          new FedMonitor.FixedHistory(List.of()));
  private final Recorded overview = FxTest.call(Recorded::new);
  private final Recorded sessions = FxTest.call(Recorded::new);
  private @Nullable Shell shell;

  @AfterEach
  void close() {
    FxTest.hideAll();
    jobs.close();
  }

  @Test
  void navigationShowsOnlyRegisteredScreens() {
    Stage stage = open(Theme.DARK);
    List<String> titles = texts(stage.getScene(), ".sidebar-text");
    assertThat(titles).containsExactly("Overview", "Sessions", "Theme", "Shortcuts");
  }

  @Test
  void titleAndHeaderTellTheStateAndEnvironment() {
    Stage stage = open(Theme.DARK);
    FxTest.until("title", () -> stage.getTitle().startsWith("Healthy · production"));
    feed(Worlds.down(Worlds.NOW));
    FxTest.until("title", () -> stage.getTitle().startsWith("Down · production"));
    assertThat(texts(stage.getScene(), ".shell-host")).containsExactly("mcp.example.com");
  }

  @Test
  void nothingStaysGreenWhenTheMonitorStopsPublishing() {
    Stage stage = open(Theme.DARK);
    FxTest.until(
        "green while fresh", () -> !stage.getScene().getRoot().lookupAll(".state-good").isEmpty());
    now.set(Worlds.NOW.plus(Duration.ofSeconds(16)));
    FxTest.until("grey", () -> visible(stage.getScene(), ".state-good").isEmpty());
    FxTest.until("dot", () -> visible(stage.getScene(), ".live-dot.fresh").isEmpty());
  }

  @Test
  void hiddenScreensAreToldAndTheOthersShown() {
    Stage stage = open(Theme.DARK);
    assertThat(overview.calls).containsExactly("shown");
    press(stage, KeyCode.DIGIT3, true);
    assertThat(overview.calls).containsExactly("shown", "hidden");
    assertThat(sessions.calls).containsExactly("shown");
  }

  @Test
  void paletteFindsScreensAndRunsThem() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.K, true);
    TextField field = FxTest.call(() -> (TextField) stage.getScene().lookup(".palette-field"));
    FxTest.run(() -> field.setText("sess"));
    assertThat(texts(stage.getScene(), ".overlay-head .meta")).contains("1 result");
    press(stage, KeyCode.ENTER, false);
    assertThat(sessions.calls).containsExactly("shown");
    assertThat(FxTest.call(() -> stage.getScene().lookup(".palette-field"))).isNull();
  }

  @Test
  void paletteFindsWhatIsOnAScreenByItsNameAndOtherWords() {
    Stage stage = open(Theme.DARK);
    for (String typed : List.of("quer", "locks")) {
      press(stage, KeyCode.K, true);
      TextField field = FxTest.call(() -> (TextField) stage.getScene().lookup(".palette-field"));
      assertThat(texts(stage.getScene(), ".overlay-head .meta")).doesNotContain("1 result");
      FxTest.run(() -> field.setText(typed));
      assertThat(texts(stage.getScene(), ".overlay-head .meta")).contains("1 result");
      press(stage, KeyCode.ENTER, false);
    }
    assertThat(sessions.calls).containsExactly("shown", "to db", "to db");
  }

  @Test
  void switcherOffersTheEnvironmentsAndSwitches() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.E, true);
    press(stage, KeyCode.DOWN, false);
    press(stage, KeyCode.ENTER, false);
    assertThat(switchedTo).containsExactly("staging");
  }

  @Test
  void switcherFindsOneOfFiftyByTypingAndStaysInTheWindow() {
    for (int i = 1; i <= 48; i++) {
      more.add(Worlds.environment(EnvironmentKind.STAGING, "region-" + i));
    }
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.E, true);
    FxTest.pulses();
    Node card = FxTest.call(() -> stage.getScene().lookup(".overlay-card"));
    Bounds bounds = FxTest.call(() -> card.localToScene(card.getLayoutBounds()));
    assertThat(bounds.getMinY()).isPositive();
    assertThat(bounds.getMaxY()).isLessThan(760);
    TextField field = FxTest.call(() -> (TextField) stage.getScene().lookup(".palette-field"));
    FxTest.run(() -> field.setText("ion-37"));
    assertThat(texts(stage.getScene(), ".overlay-head .meta")).contains("1 of 50");
    press(stage, KeyCode.ENTER, false);
    assertThat(switchedTo).containsExactly("region-37");
  }

  @Test
  void theLetterThatOpensACardIsNotTypedIntoIt() {
    Stage stage = open(Theme.DARK);
    TextField reason = FxTest.call(TextField::new);
    overview.opens = () -> shown().showCard(new javafx.scene.layout.VBox(reason), reason);
    FxTest.run(() -> stage.getScene().lookup(".sidebar-item").requestFocus());
    press(stage, KeyCode.W, false);
    type(stage, "w");
    press(stage, KeyCode.W, false); // held down, the key repeats
    type(stage, "w");
    assertThat(FxTest.call(reason::isFocused)).isTrue();
    assertThat(FxTest.call(() -> reason.getText())).isEmpty();
    release(stage, KeyCode.W);
    press(stage, KeyCode.W, false);
    type(stage, "w");
    assertThat(FxTest.call(() -> reason.getText())).isEqualTo("w");
  }

  @Test
  void connectingIsSaidAtOnceAndTheEnvironmentCanBeChanged() {
    Stage stage = open(Theme.DARK);
    FxTest.run(() -> shown().connecting(Worlds.environment(EnvironmentKind.STAGING)));
    FxTest.pulses();
    assertThat(texts(stage.getScene(), ".shell-content .state-label"))
        .containsExactly("Connecting to staging …");
    assertThat(stage.getTitle()).startsWith("Connecting · staging");
    assertThat(visible(stage.getScene(), ".state-good")).isEmpty();
    press(stage, KeyCode.E, true);
    type(stage, "1");
    assertThat(switchedTo).containsExactly("production");
  }

  @Test
  void footerFollowsTheHintsOfTheScreen() {
    Stage stage = open(Theme.DARK);
    FxTest.run(
        () -> {
          overview.hints = List.of(new Screen.KeyHint("X", "Other"));
          overview.hintsChanged.run();
        });
    assertThat(texts(stage.getScene(), ".footer-hints .meta")).containsExactly("Other");
  }

  @Test
  void keysThatFindNoRoomAreLeftToTheList() {
    Stage stage = open(Theme.DARK);
    FxTest.run(
        () -> {
          overview.hints =
              IntStream.range(0, 30).mapToObj(i -> new Screen.KeyHint("F" + i, "To " + i)).toList();
          overview.hintsChanged.run();
        });
    FxTest.pulses();
    FxTest.run(
        () -> {
          List<Node> hints = List.copyOf(stage.getScene().getRoot().lookupAll(".footer-hint"));
          assertThat(hints).filteredOn(Node::isVisible).hasSizeBetween(3, 25);
          double right = stage.getScene().getWidth();
          assertThat(hints)
              .filteredOn(Node::isVisible)
              .allMatch(hint -> hint.localToScene(hint.getBoundsInLocal()).getMaxX() <= right);
        });
  }

  @Test
  void everyKeyIsListedOnce() {
    Stage stage = open(Theme.DARK);
    overview.hints = List.of(new Screen.KeyHint("Ctrl K", "Run"), new Screen.KeyHint("/", "Find"));
    press(stage, KeyCode.F1, false);
    List<String> keys =
        FxTest.call(
            () ->
                stage.getScene().getRoot().lookupAll(".overlay-body .key-caps").stream()
                    .map(Node::getAccessibleText)
                    .toList());
    assertThat(keys).doesNotHaveDuplicates().contains("Ctrl plus K", "Tab", "↑ plus ↓");
  }

  @Test
  void escapeClosesTheShortcutsAndLettersReachTheScreenOnlyOutsideTextFields() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.F1, false);
    assertThat(FxTest.call(() -> stage.getScene().lookup(".overlay-card"))).isNotNull();
    press(stage, KeyCode.ESCAPE, false);
    assertThat(FxTest.call(() -> stage.getScene().lookup(".overlay-card"))).isNull();
    press(stage, KeyCode.A, false);
    assertThat(overview.calls).contains("key A");
    type(stage, "/");
    press(stage, KeyCode.B, false);
    assertThat(overview.calls).doesNotContain("key B");
  }

  @Test
  void slashFindsTheFilterAndIsNotWrittenIntoIt() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.A, false);
    for (String character :
        List.of("/", "c", "/")) { // a press, then its character, as a window gets them
      press(stage, character.equals("/") ? KeyCode.SLASH : KeyCode.C, false);
      type(stage, character);
    }
    Node owner = FxTest.call(() -> stage.getScene().getFocusOwner());
    assertThat(owner).isSameAs(overview.filter);
    assertThat(overview.filter.getText()).isEqualTo("c/");
  }

  @Test
  void refreshReachesMonitorAndScreen() {
    Stage stage = open(Theme.DARK);
    press(stage, KeyCode.F5, false);
    assertThat(monitor.refreshed).hasValue(1);
    assertThat(overview.calls).contains("refresh");
  }

  @Test
  void nextPanelWalksFromTheNavigationThroughTheScreen() {
    Stage stage = open(Theme.DARK);
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      press(stage, KeyCode.F6, false);
      owners.add(
          FxTest.call(() -> String.valueOf(stage.getScene().getFocusOwner().getAccessibleText())));
    }
    assertThat(owners)
        .contains("Overview, Ctrl 1", "filter", "Environment production. Switch environment.");
  }

  private Stage open(Theme theme) {
    Environment production = monitor.environment();
    Environment staging = Worlds.environment(EnvironmentKind.STAGING);
    Shell shell =
        FxTest.call(
            () ->
                new Shell(
                    jobs,
                    jobs,
                    now::get,
                    ZoneOffset.ofHours(1),
                    theme,
                    new Shell.ShellActions() {
                      @Override
                      public void themeChanged(Theme changed) {}

                      @Override
                      public List<Environment> environments() {
                        List<Environment> all = new ArrayList<>(List.of(production, staging));
                        all.addAll(more);
                        return all;
                      }

                      @Override
                      public void switchTo(Environment environment) {
                        switchedTo.add(environment.name());
                      }
                    }));
    this.shell = shell;
    Stage stage = FxTest.show(shell.root(), 1280, 800, theme);
    FxTest.run(
        () -> {
          shell.attach(stage.getScene());
          stage.titleProperty().bind(shell.title());
          shell.show(
              new OpenedEnvironment(
                  production,
                  monitor,
                  List.of(
                      new ScreenEntry(
                          "overview",
                          "Overview",
                          "mdi2v-view-dashboard-outline",
                          "Monitor",
                          "Ctrl 1",
                          () -> overview),
                      new ScreenEntry(
                          "sessions",
                          "Sessions",
                          "mdi2a-account-multiple-outline",
                          "Monitor",
                          "Ctrl 3",
                          () -> sessions,
                          () ->
                              List.of(new ScreenEntry.Place("db", "Queries", "blocking locks"))))));
        });
    FxTest.pulses();
    return stage;
  }

  private Shell shown() {
    return java.util.Objects.requireNonNull(shell);
  }

  private void feed(Snapshot snapshot) {
    monitor.feed(snapshot);
    FxTest.pulses();
  }

  private static void press(Stage stage, KeyCode code, boolean control) {
    FxTest.run(
        () -> {
          Scene scene = stage.getScene();
          Node target = scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner();
          target.fireEvent(
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
        });
  }

  private static void type(Stage stage, String character) {
    FxTest.run(
        () ->
            stage
                .getScene()
                .getFocusOwner()
                .fireEvent(
                    new KeyEvent(
                        KeyEvent.KEY_TYPED,
                        character,
                        "",
                        KeyCode.UNDEFINED,
                        false,
                        false,
                        false,
                        false)));
  }

  private static void release(Stage stage, KeyCode code) {
    FxTest.run(
        () ->
            stage
                .getScene()
                .getFocusOwner()
                .fireEvent(
                    new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, false, false, false, false)));
  }

  private static List<String> texts(Scene scene, String selector) {
    return FxTest.call(
        () ->
            scene.getRoot().lookupAll(selector).stream()
                .map(node -> ((Label) node).getText())
                .toList());
  }

  static List<Node> visible(Scene scene, String selector) {
    return scene.getRoot().lookupAll(selector).stream().filter(ShellTest::isShown).toList();
  }

  private static boolean isShown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  /** A screen that notes what it is told. */
  private static final class Recorded implements Screen {
    private final List<String> calls = new ArrayList<>();
    private List<KeyHint> hints = List.of(new KeyHint("F5", "Refresh"));
    private Runnable hintsChanged = () -> {};
    private Runnable opens = () -> {};
    private final TextField filter = new TextField();
    private final javafx.scene.layout.VBox root = new javafx.scene.layout.VBox(filter);

    Recorded() {
      root.getStyleClass().add("panel");
      filter.setAccessibleText("filter");
    }

    @Override
    public Node root() {
      return root;
    }

    @Override
    public void shown() {
      calls.add("shown");
    }

    @Override
    public void hidden() {
      calls.add("hidden");
    }

    @Override
    public void goTo(String place) {
      calls.add("to " + place);
    }

    @Override
    public void refresh() {
      calls.add("refresh");
    }

    @Override
    public List<KeyHint> hints() {
      return hints;
    }

    @Override
    public void whenHintsChange(Runnable listener) {
      hintsChanged = listener;
    }

    @Override
    public boolean key(KeyEvent event) {
      calls.add("key " + event.getCode());
      opens.run();
      return true;
    }

    @Override
    public Node filterField() {
      return filter;
    }
  }
}
