package tech.atoms.opsdesk.desktop.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.monitor.Snapshot;

class OverviewScreenTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Worlds.NOW);
  private final FxJobs jobs = new FxJobs(now::get);

  @AfterEach
  void close() {
    FxTest.hideAll();
    jobs.close();
  }

  @Test
  void showsFiguresTargetsAndReasons() {
    Stage stage = open(Worlds.degraded(Worlds.NOW), 1237);
    List<String> texts = texts(stage.getScene().getRoot());
    assertThat(texts)
        .contains("1,240", "184", "1.30", "42", "85", "19", "of 20", "61")
        .contains("Over target", "Near limit", "target < 500 ms", "2.5×", "13×")
        .contains(
            "Tool calls p95 1,240 ms (target < 500), 19 of 20 DB connections used."
                + " Began 17 min after v1.4.2.")
        .contains("v1.4.2", "8f3c2d1", "+1-555-0100");
  }

  @Test
  void aStaleMetricIsGreyAndSaysSinceWhen() {
    Stage stage = open(Worlds.degraded(Worlds.NOW), 1237);
    FxTest.run(
        () -> {
          Node tile = stage.getScene().getRoot().lookupAll(".metric-tile.stale").iterator().next();
          assertThat(texts((Parent) tile)).contains("Memory", "388", "No data for 42 s");
        });
  }

  /** The rule of the product: unknown is never green. */
  @ParameterizedTest
  @ValueSource(strings = {"stale", "stopped", "down"})
  void nothingIsGreenWithoutFreshData(String how) {
    Stage stage = open(Worlds.healthy(Worlds.NOW), 1237);
    assertThat(green(stage)).as("while healthy").isNotEmpty();
    switch (how) {
      case "stale" -> feed(Worlds.stale(Worlds.NOW, Duration.ofSeconds(42)));
      case "down" -> feed(Worlds.down(Worlds.NOW));
      default -> now.set(Worlds.NOW.plus(Duration.ofSeconds(16)));
    }
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(green(stage)).isEmpty());
  }

  @Test
  void doesNotTouchWhatDidNotChange() {
    Stage stage = open(Worlds.healthy(Worlds.NOW), 1237);
    FxTest.pulses();
    AtomicInteger changes = new AtomicInteger();
    FxTest.run(
        () ->
            stage
                .getScene()
                .getRoot()
                .lookupAll(".label")
                .forEach(
                    node ->
                        ((Label) node)
                            .textProperty()
                            .addListener((o, a, b) -> changes.incrementAndGet())));
    feed(Worlds.healthy(Worlds.NOW));
    FxTest.pulses();
    assertThat(changes).hasValue(0);
  }

  @Test
  void releasesItsSubscriptionWhenHidden() {
    open(Worlds.healthy(Worlds.NOW), 1237);
    assertThat(monitor.listeners).hasSize(1);
    FxTest.run(screen::hidden);
    assertThat(monitor.listeners).isEmpty();
  }

  @Test
  void theRightColumnMovesUnderTheLeftInANarrowWindow() {
    Stage wide = open(Worlds.healthy(Worlds.NOW), 1237);
    assertThat(belowTiles(wide)).isFalse();
    FxTest.run(() -> wide.setWidth(1069));
    FxTest.until("below", () -> belowTiles(wide));
  }

  @Test
  void everythingThatTakesTheFocusHasAName() {
    Stage stage = open(Worlds.degraded(Worlds.NOW), 1237);
    FxTest.run(
        () ->
            all(stage.getScene().getRoot()).stream()
                .filter(Node::isFocusTraversable)
                .forEach(node -> assertThat(named(node)).as(node.toString()).isTrue()));
  }

  /** A dot ends a line; one sample alone behind a gap ends none. */
  @Test
  void aSampleAloneBehindAGapIsNoEndOfALine() {
    List<Trail.Dot> run =
        List.of(dot(Worlds.NOW.minusSeconds(70), 4), dot(Worlds.NOW.minusSeconds(65), 5));
    List<Trail.Dot> behindAGap = new ArrayList<>(run);
    behindAGap.add(dot(Worlds.NOW, 6));

    assertThat(endsInADot(run)).isTrue();
    assertThat(endsInADot(behindAGap)).isFalse();
    assertThat(endsInADot(List.of(dot(Worlds.NOW, 6)))).isTrue();
  }

  /** The screen is up before the store: the last fifteen minutes come when it has opened. */
  @Test
  void whatWasRecordedBeforeShowsWhenTheStoreHasOpened() {
    FedMonitor.LateHistory late = new FedMonitor.LateHistory(Worlds.history(Worlds.NOW));
    FedMonitor fed =
        new FedMonitor(
            Worlds.environment(EnvironmentKind.SANDBOX), Worlds.healthy(Worlds.NOW), late);
    OverviewScreen early = FxTest.call(() -> new OverviewScreen(fed, jobs, jobs, now::get));
    Stage stage = FxTest.show((Parent) early.root(), 1237, 760, Theme.DARK);
    FxTest.run(early::shown);
    FxTest.pulses();
    assertThat(longestLine(stage)).as("one value").isLessThan(4);
    late.open();
    FxTest.until("the line reaches back", () -> longestLine(stage) > 20);
    FxTest.run(early::hidden);
  }

  private static int longestLine(Stage stage) {
    return FxTest.call(
        () ->
            stage.getScene().getRoot().lookupAll(".spark-line").stream()
                .mapToInt(node -> ((Path) node).getElements().size())
                .max()
                .orElse(0));
  }

  private static Trail.Dot dot(Instant at, double value) {
    return new Trail.Dot(at, value, Duration.ofSeconds(15));
  }

  private static boolean endsInADot(List<Trail.Dot> dots) {
    return FxTest.call(
        () -> {
          Sparkline line = new Sparkline();
          line.resize(200, 40);
          line.show(
              new TileView.Line(
                  dots, dots.getLast().at(), Trail.SPAN, 0, 10, null, Look.HEALTHY, false));
          return line.lookup(".spark-end").isVisible();
        });
  }

  private final FedMonitor monitor =
      new FedMonitor(
          Worlds.environment(EnvironmentKind.SANDBOX),
          Worlds.healthy(Worlds.NOW),
          new FedMonitor.FixedHistory(Worlds.history(Worlds.NOW)));
  private final OverviewScreen screen =
      FxTest.call(() -> new OverviewScreen(monitor, jobs, jobs, now::get));

  private static boolean named(Node node) {
    if (node.getAccessibleText() != null) {
      return true;
    }
    return node instanceof Labeled labeled && !labeled.getText().isBlank();
  }

  private Stage open(Snapshot snapshot, int width) {
    monitor.feed(snapshot);
    Stage stage = FxTest.show((Parent) screen.root(), width, 760, Theme.DARK);
    FxTest.run(screen::shown);
    FxTest.pulses();
    return stage;
  }

  private void feed(Snapshot snapshot) {
    monitor.feed(snapshot);
    FxTest.pulses();
  }

  private static boolean belowTiles(Stage stage) {
    return FxTest.call(
        () -> {
          Scene scene = stage.getScene();
          Node tiles = scene.lookup(".metric-tile");
          Node people = scene.lookup(".source-rows");
          return people.localToScene(0, 0).getX()
              < tiles.localToScene(tiles.getBoundsInLocal()).getMaxX();
        });
  }

  /** Visible nodes that a style of success colours. */
  private static List<String> green(Stage stage) {
    return FxTest.call(
        () ->
            all(stage.getScene().getRoot()).stream()
                .filter(OverviewScreenTest::isShown)
                .filter(
                    node ->
                        node.getStyleClass().stream()
                            .anyMatch(c -> c.contains("state-good") || c.equals("banner-good")))
                .map(Node::toString)
                .toList());
  }

  private static boolean isShown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> texts(Parent root) {
    return FxTest.call(
        () ->
            all(root).stream()
                .filter(node -> node instanceof Label && isShown(node))
                .map(node -> ((Label) node).getText())
                .toList());
  }

  private static List<Node> all(Parent root) {
    List<Node> found = new ArrayList<>();
    for (Node child : root.getChildrenUnmodifiable()) {
      found.add(child);
      if (child instanceof Parent parent) {
        found.addAll(all(parent));
      }
    }
    return found;
  }
}
