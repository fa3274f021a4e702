package tech.atoms.opsdesk.desktop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;

class MetricsScreenTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Worlds.NOW);
  private final InstantSource clock = now::get;
  private final FedMonitor monitor =
      new FedMonitor(
          Worlds.environment(EnvironmentKind.SANDBOX),
          Worlds.degraded(Worlds.NOW),
          new FedMonitor.FixedHistory(Worlds.history(Worlds.NOW)));

  @TempDir Path directory;
  private MetricsScreen screen;
  private Stage stage;

  @BeforeEach
  void open() {
    open(Theme.DARK);
  }

  private void open(Theme theme) {
    screen =
        FxTest.call(
            () ->
                new MetricsScreen(
                    monitor, new FxJobs(clock), clock, name -> directory.resolve(name)));
    stage = FxTest.show((Parent) screen.root(), 1180, 900, theme);
    FxTest.run(screen::shown);
    FxTest.until("charts shown", () -> !screen.root().lookupAll(".chart-card").isEmpty());
    FxTest.pulses();
  }

  @AfterEach
  void close() {
    FxTest.run(screen::hidden);
    FxTest.hideAll();
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void drawsItsLinesInTheColoursOfTheTheme(Theme theme) {
    close();
    open(theme);
    WritableImage picture = FxTest.picture(stage.getScene());
    save(picture, "metrics-" + theme);
    LineChart chart = FxTest.call(() -> (LineChart) screen.root().lookup(".line-chart-canvas"));

    assertThat(chart.colors().series(0)).isNotEqualTo(chart.colors().series(1));
    assertThat(colours(picture)).contains(argb(chart.colors().series(0)));
  }

  @Test
  void cursorIsTheSameInEveryChartAndFollowsTheKeys() {
    String newest = cursorTime();
    key(KeyCode.LEFT);
    String first = cursorTime();
    key(KeyCode.LEFT);

    assertThat(newest).isEqualTo("Newest values");
    assertThat(first).isNotEqualTo(newest).endsWith("UTC");
    assertThat(cursorTime()).isNotEqualTo(first);
    key(KeyCode.ENTER);
    assertThat(FxTest.call(() -> label("#cursorNote").getText())).isEqualTo("pinned");
  }

  @Test
  void aGapIsNotDrawnOver() {
    Instant from = Worlds.NOW.minusSeconds(600);
    Point before = new Point(from, 1, 1, 1, 1);
    SeriesData line =
        new SeriesData(
            Series.of(Metrics.REQUEST_RATE),
            Duration.ofSeconds(5),
            List.of(before, new Point(from.plusSeconds(300), 1, 1, 1, 1)));

    assertThat(ChartData.nearest(line, from.plusSeconds(10))).isEqualTo(before);
    assertThat(ChartData.nearest(line, from.plusSeconds(150))).isNull();
  }

  @Test
  void beforeItsFirstPointALineHasNoValue() {
    Instant first = Worlds.NOW.minusSeconds(600);
    Point point = new Point(first, 4, 4, 4, 1);
    SeriesData counted =
        new SeriesData(
            Series.of(Metrics.ACTIVE_SESSIONS),
            Duration.ofSeconds(5),
            List.of(point, new Point(first.plusSeconds(60), 5, 5, 5, 1)),
            Collections.nCopies(2, Duration.ofSeconds(135)));

    assertThat(ChartData.nearest(counted, first.minusSeconds(60))).isNull();
    assertThat(ChartData.nearest(counted, first.minusSeconds(4))).isEqualTo(point);
    assertThat(ChartData.nearest(counted, first.plusSeconds(20))).isEqualTo(point);
    assertThat(ChartData.nearest(counted, first.plusSeconds(60 + 121)))
        .isEqualTo(counted.points().getLast());
    assertThat(ChartData.nearest(counted, first.plusSeconds(60 + 136))).isNull();
  }

  @Test
  void aLegendKeepsItsNamesWithoutValues() {
    ChartSpec several =
        MetricCharts.of(monitor.history().series()).stream()
            .filter(chart -> chart.large() && chart.lines().size() > 1)
            .findFirst()
            .orElseThrow();
    Instant end = Worlds.NOW;
    ChartData empty =
        new ChartData(
            new TimeAxis(end.minusSeconds(3600), end),
            several.lines().stream()
                .map(l -> new SeriesData(l.series(), Duration.ofSeconds(5), List.of()))
                .toList(),
            List.of(),
            ChartData.Marks.NONE);
    ChartCard card =
        FxTest.call(
            () -> {
              ChartCard made = new ChartCard(several, at -> {});
              made.show(empty, true);
              made.cursorAt(null);
              return made;
            });

    List<String> words =
        FxTest.call(
            () ->
                card.lookupAll(".label").stream()
                    .map(Label.class::cast)
                    .map(Label::getText)
                    .toList());
    assertThat(words).contains("–").doesNotContain("No data");
    assertThat(words).containsAll(several.lines().stream().map(l -> l.label()).toList());
    assertThat(FxTest.call(card::getAccessibleText)).contains("no data");
  }

  /** The screen is up before the store: until it has opened, the charts show this run only. */
  @Test
  void saysThatEarlierValuesAreStillBeingReadAndFillsThemIn() {
    FedMonitor.LateHistory late = new FedMonitor.LateHistory(Worlds.history(Worlds.NOW));
    FedMonitor early =
        new FedMonitor(
            Worlds.environment(EnvironmentKind.SANDBOX), Worlds.healthy(Worlds.NOW), late);
    MetricsScreen opened =
        FxTest.call(() -> new MetricsScreen(early, new FxJobs(clock), clock, name -> null));
    FxTest.show((Parent) opened.root(), 1237, 760, Theme.DARK);
    FxTest.run(opened::shown);
    Label range = FxTest.call(() -> (Label) opened.root().lookup("#rangeText"));
    FxTest.until("said", () -> range.getText().endsWith("earlier values are still being read"));

    late.open();
    FxTest.run(() -> early.feed(Worlds.healthy(Worlds.NOW)));
    FxTest.until("filled", () -> range.getText().endsWith("steps"));
    FxTest.run(opened::hidden);
  }

  @Test
  void pauseStopsTheClockAndFollowGoesOn() {
    Button pause = FxTest.call(() -> (Button) screen.root().lookup("#pause"));
    key(KeyCode.SPACE);
    assertThat(FxTest.call(pause::getText)).isEqualTo("Follow");
    key(KeyCode.SPACE);
    assertThat(FxTest.call(pause::getText)).isEqualTo("Pause");
  }

  @Test
  void exportsWhatItShows() throws IOException {
    MenuButton export = FxTest.call(() -> (MenuButton) screen.root().lookup(".menu-button"));
    FxTest.run(() -> export.getItems().get(0).fire());
    FxTest.until("values written", () -> label("#cursorNote").getText().startsWith("Wrote"));
    FxTest.run(() -> export.getItems().get(1).fire());
    FxTest.until("picture written", () -> label("#cursorNote").getText().endsWith(".png"));

    List<Path> files;
    try (var all = Files.list(directory)) {
      files = all.sorted().toList();
    }
    assertThat(files).hasSize(2);
    assertThat(Files.readAllLines(files.get(0)))
        .hasSizeGreaterThan(100)
        .first()
        .isEqualTo("at_utc,metric,labels,unit,step_s,min,max,mean,count");
    assertThat(Files.size(files.get(1))).isGreaterThan(10_000);
    Color ground = new Image(files.get(1).toUri().toString()).getPixelReader().getColor(2, 2);
    assertThat(ground.getBrightness()).as("the theme's ground").isLessThan(0.3);
  }

  @Test
  void groupsCanBeShownAlone() {
    ToggleButton infrastructure =
        FxTest.call(
            () ->
                screen.root().lookupAll(".toggle-button").stream()
                    .map(ToggleButton.class::cast)
                    .filter(b -> b.getText().equals("Infrastructure"))
                    .findFirst()
                    .orElseThrow());
    FxTest.run(infrastructure::fire);
    FxTest.pulses();

    List<String> visible =
        FxTest.call(
            () ->
                screen.root().lookupAll(".section-title").stream()
                    .filter(n -> n.getParent().isVisible())
                    .map(n -> ((Label) n).getText())
                    .toList());
    assertThat(visible).containsExactly("Infrastructure");
  }

  @Test
  void hiddenItListensToNothing() {
    assertThat(monitor.listeners).hasSize(1);
    FxTest.run(screen::hidden);
    assertThat(monitor.listeners).isEmpty();
  }

  private String cursorTime() {
    return FxTest.call(() -> label("#cursorTime").getText());
  }

  private Label label(String selector) {
    return (Label) screen.root().lookup(selector);
  }

  private void key(KeyCode code) {
    FxTest.run(
        () ->
            screen.key(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
  }

  private static java.util.Set<Integer> colours(WritableImage picture) {
    java.util.Set<Integer> found = new java.util.HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        found.add(picture.getPixelReader().getArgb(x, y));
      }
    }
    return found;
  }

  private static int argb(javafx.scene.paint.Color color) {
    return 0xff000000
        | ((int) Math.round(color.getRed() * 255) << 16)
        | ((int) Math.round(color.getGreen() * 255) << 8)
        | (int) Math.round(color.getBlue() * 255);
  }

  private static void save(WritableImage picture, String name) {
    String to = System.getProperty("opsdesk.test.pictures");
    if (to != null) {
      tech.atoms.opsdesk.desktop.control.Png.write(picture, Path.of(to, name + ".png"));
    }
  }
}
