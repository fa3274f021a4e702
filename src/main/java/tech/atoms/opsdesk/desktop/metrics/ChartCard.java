package tech.atoms.opsdesk.desktop.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Figure;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.metric.Unit;

/** A chart with its title and, for each line, the value under the cursor or the newest one. */
final class ChartCard extends VBox {
  private static final String NOTHING = "–";

  private final ChartSpec spec;
  private final LineChart chart;
  private final Label unit = new Label();
  private final Tooltip everyLine = new Tooltip();
  private final List<Label> values = new ArrayList<>();
  private @Nullable ChartData data;
  private boolean stale;

  /**
   * An empty card.
   *
   * @param spec what it will show
   * @param pointedAt hears the instant under the pointer; null when it leaves
   */
  ChartCard(ChartSpec spec, Consumer<@Nullable Instant> pointedAt) {
    this.spec = spec;
    chart = new LineChart(spec);
    getStyleClass().addAll("panel", spec.large() ? "chart-card" : "small-chart-card");
    getChildren().addAll(header(), chart);
    VBox.setVgrow(chart, Priority.ALWAYS);
    chart.setOnMouseMoved(event -> pointedAt.accept(chart.instantAt(event.getX())));
    chart.setOnMouseExited(event -> pointedAt.accept(null));
    setFocusTraversable(true);
  }

  /** Shows data; a stale chart is dashed and grey. */
  void show(ChartData next, boolean isStale) {
    data = next;
    stale = isStale;
    chart.show(next);
    if (spec.unit() == Unit.COUNT) {
      next.bounds().stream()
          .filter(bound -> bound.label().equals("limit"))
          .findFirst()
          .ifPresent(b -> unit.setText("of " + Figure.of(Unit.COUNT, b.value()).value()));
    }
    pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("stale"), isStale);
  }

  /** Moves the cursor and writes the values it meets; null: the newest values. */
  void cursorAt(@Nullable Instant at) {
    chart.cursorAt(at);
    ChartData shown = data;
    if (shown == null) {
      return;
    }
    List<String> spoken = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      SeriesData line = shown.lines().get(i);
      Point point = at == null ? newest(line) : ChartData.nearest(line, at);
      Figure figure = point == null ? null : Figure.of(spec.unit(), point.mean());
      // A dash, so that the name beside it keeps its room; the words are for who listens.
      String written = figure == null ? NOTHING : spec.large() ? figure.value() : figure.text();
      values.get(i).setText(written);
      spoken.add(spec.lines().get(i).label() + " " + (figure == null ? "no data" : figure.text()));
    }
    everyLine.setText(String.join("\n", spoken));
    setAccessibleText(spec.title() + ": " + String.join(", ", spoken) + (stale ? ", stale" : ""));
  }

  private @Nullable Point newest(SeriesData line) {
    return stale || line.points().isEmpty() ? null : line.points().getLast();
  }

  private HBox header() {
    Label title = new Label(spec.title());
    title.getStyleClass().add(spec.large() ? "chart-title" : "small-chart-title");
    HBox row = new HBox(title);
    row.getStyleClass().add("chart-header");
    if (spec.large()) {
      unit.setText(spec.unit().symbol());
      unit.getStyleClass().addAll("muted", "small");
      row.getChildren().add(unit);
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    row.getChildren().add(space);
    List<HBox> legend = spec.lines().stream().map(this::legendOf).toList();
    if (spec.large() || legend.size() == 1) {
      row.getChildren().addAll(legend);
    } else {
      // A small chart of many lines: its title whole, then as many of them as there is room for.
      title.setMinWidth(USE_PREF_SIZE);
      FittingLegend fitting = new FittingLegend(legend);
      HBox.setHgrow(fitting, Priority.ALWAYS);
      row.getChildren().set(row.getChildren().size() - 1, fitting);
      Tooltip.install(row, everyLine);
    }
    return row;
  }

  /** What a line is called and its value; a line alone needs no name in a small chart. */
  private HBox legendOf(ChartSpec.Line line) {
    HBox entry = new HBox();
    entry.getStyleClass().add("chart-header");
    if (spec.large() || spec.lines().size() > 1) {
      Rectangle key = new Rectangle(10, 3);
      key.getStyleClass().addAll("legend-key", "series-" + (line.color() % 5 + 1));
      Label name = new Label(line.label());
      name.getStyleClass().addAll("muted", "small");
      name.setMinWidth(USE_PREF_SIZE);
      HBox.setMargin(key, new Insets(0, 0, 0, 4));
      entry.getChildren().addAll(key, name);
    }
    Label value = new Label();
    value.getStyleClass().addAll("strong", "small");
    value.setMinWidth(USE_PREF_SIZE);
    values.add(value);
    entry.getChildren().add(value);
    return entry;
  }
}
