package tech.atoms.opsdesk.desktop.metrics;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.SeriesData;

/**
 * A line chart on a canvas: mean as a line, the span from min to max behind it, nothing across a
 * gap. Drawn only when its data, its size or its colours change; the cursor has a canvas of its
 * own.
 */
final class LineChart extends Region {
  static final double LEFT = 46;

  /** From the plot to the labels of its values. */
  static final double LABEL_AT = 8;

  private static final double RIGHT = 52;
  private static final double BOTTOM = 22;
  private static final double TOP = 6;
  private static final double LABEL_HEIGHT = 28;
  private static final double LABEL_GAP = 10;

  private final Canvas plot = new Canvas();
  private final Canvas cursorLayer = new Canvas();
  private final ChartColors colors = new ChartColors(this, this::draw);
  private final ChartSpec spec;
  private final Font font = Font.font("Inter Ops", 12);
  private final boolean large;
  private final double fixedTop;
  private @Nullable ChartData data;
  private @Nullable Instant cursor;

  /**
   * An empty chart.
   *
   * @param spec says whether it has axes, and their end
   */
  LineChart(ChartSpec spec) {
    this.spec = spec;
    large = spec.large();
    fixedTop = spec.top().orElse(0);
    getStyleClass().add("line-chart-canvas");
    plot.setManaged(false);
    cursorLayer.setManaged(false);
    cursorLayer.setMouseTransparent(true);
    getChildren().addAll(plot, cursorLayer);
    setMinSize(80, 40);
  }

  /** Shows other data. */
  void show(ChartData next) {
    if (!next.equals(data)) {
      data = next;
      draw();
    }
  }

  /** Moves the cursor; null takes it away. */
  void cursorAt(@Nullable Instant at) {
    cursor = at;
    drawCursor();
  }

  /**
   * The instant under a horizontal position in this chart; null outside the plot or without data.
   */
  @Nullable Instant instantAt(double x) {
    ChartData shown = data;
    double fraction = (x - left()) / plotWidth();
    return shown == null || fraction < 0 || fraction > 1 ? null : shown.axis().at(fraction);
  }

  @Override
  protected void layoutChildren() {
    if (plot.getWidth() != getWidth() || plot.getHeight() != getHeight()) {
      plot.setWidth(getWidth());
      plot.setHeight(getHeight());
      cursorLayer.setWidth(getWidth());
      cursorLayer.setHeight(getHeight());
      draw();
    }
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return ChartColors.metaData(super.getCssMetaData());
  }

  ChartColors colors() {
    return colors;
  }

  private void draw() {
    GraphicsContext g = plot.getGraphicsContext2D();
    g.clearRect(0, 0, plot.getWidth(), plot.getHeight());
    ChartData shown = data;
    if (shown == null || plotWidth() < 20 || plotHeight() < 10) {
      return;
    }
    ValueAxis axis = valueAxis(shown);
    g.setFont(font);
    drawMarks(g, shown);
    if (large) {
      drawAxes(g, shown.axis(), axis);
    }
    for (int i = 0; i < shown.lines().size(); i++) {
      drawLine(g, shown, axis, i);
    }
    drawBounds(g, axis, shown.bounds());
    drawDeployment(g, shown);
    drawCursor();
  }

  private void drawMarks(GraphicsContext g, ChartData shown) {
    g.setFill(colors.trouble());
    for (ChartData.Span span : shown.marks().troubled()) {
      double from = Math.max(left(), x(shown.axis(), span.from()));
      double to = Math.min(left() + plotWidth(), x(shown.axis(), span.to()));
      if (to > from) {
        g.fillRect(from, top(), to - from, plotHeight());
      }
    }
  }

  private void drawAxes(GraphicsContext g, TimeAxis times, ValueAxis axis) {
    g.setLineWidth(1);
    g.setLineDashes();
    g.setTextBaseline(VPos.CENTER);
    for (double tick : axis.ticks()) {
      double y = Math.round(y(axis, tick)) + 0.5;
      g.setStroke(colors.grid());
      g.strokeLine(left(), y, left() + plotWidth(), y);
      g.setFill(colors.text());
      g.setTextAlign(TextAlignment.RIGHT);
      g.fillText(axis.label(tick), left() - LABEL_AT, y);
    }
    g.setTextBaseline(VPos.BOTTOM);
    g.setFill(colors.text());
    double bottom = getHeight() - 2;
    String first = times.endLabel(times.from());
    String last = times.endLabel(times.to());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(first, left(), bottom);
    g.setTextAlign(TextAlignment.RIGHT);
    g.fillText(last, left() + plotWidth(), bottom);
    g.setTextAlign(TextAlignment.CENTER);
    for (Instant tick : times.ticks((int) Math.max(2, plotWidth() / 76))) {
      String label = times.label(tick);
      double x = x(times, tick);
      double half = width(label) / 2 + LABEL_GAP;
      // A round time stands between the ends, and never touches them.
      if (x - half > left() + width(first) && x + half < left() + plotWidth() - width(last)) {
        g.fillText(label, x, bottom);
      }
    }
  }

  private double width(String label) {
    Text text = new Text(label);
    text.setFont(font);
    return text.getLayoutBounds().getWidth();
  }

  private void drawLine(GraphicsContext g, ChartData shown, ValueAxis axis, int index) {
    SeriesData line = shown.lines().get(index);
    Color color = colors.series(spec.lines().get(index).color());
    List<Point> points = line.points();
    int start = 0;
    for (int i = 1; i <= points.size(); i++) {
      if (i == points.size() || line.gapBefore(i)) {
        drawRun(g, shown, axis, points.subList(start, i), color, shown.lines().size() == 1);
        start = i;
      }
    }
  }

  private void drawRun(
      GraphicsContext g,
      ChartData shown,
      ValueAxis axis,
      List<Point> run,
      Color color,
      boolean fill) {
    if (run.isEmpty()) {
      return;
    }
    int n = run.size();
    double[] xs = new double[2 * n];
    double[] ys = new double[2 * n];
    for (int i = 0; i < n; i++) {
      Point point = run.get(i);
      xs[i] = Math.clamp(x(shown.axis(), point.at()), left(), left() + plotWidth());
      xs[2 * n - 1 - i] = xs[i];
      ys[i] = y(axis, fill ? point.mean() : point.max());
      ys[2 * n - 1 - i] = fill ? top() + plotHeight() : y(axis, point.min());
    }
    g.setFill(color.deriveColor(0, 1, 1, fill ? 0.18 : 0.14));
    g.fillPolygon(xs, ys, 2 * n);
    for (int i = 0; i < n; i++) {
      ys[i] = y(axis, run.get(i).mean());
    }
    g.setStroke(color);
    g.setLineWidth(1.6);
    g.setLineDashes();
    if (n == 1) {
      g.strokeLine(xs[0] - 1, ys[0], xs[0] + 1, ys[0]);
    } else {
      g.strokePolyline(xs, ys, n);
    }
  }

  private void drawBounds(GraphicsContext g, ValueAxis axis, List<ChartData.BoundAt> bounds) {
    List<ChartData.BoundAt> fromTheBottom =
        bounds.stream()
            .filter(bound -> bound.value() <= axis.top())
            .sorted(Comparator.comparingDouble(ChartData.BoundAt::value))
            .toList();
    // A label has two lines; the lowest ends with the plot, the others stand above each other.
    double lowest = top() + plotHeight() - LABEL_HEIGHT / 2;
    for (ChartData.BoundAt bound : fromTheBottom) {
      double y = Math.round(y(axis, bound.value())) + 0.5;
      Color color = bound.alarming() ? colors.alarm() : colors.target();
      g.setStroke(color);
      g.setLineWidth(1);
      g.setLineDashes(5, 4);
      g.strokeLine(left(), y, left() + plotWidth(), y);
      g.setLineDashes();
      if (large) {
        double label = Math.min(Math.max(y, top() + LABEL_HEIGHT / 2 - 4), lowest);
        lowest = label - LABEL_HEIGHT;
        labelBound(g, bound.label(), axis.exact(bound.value()), color, label);
      }
    }
  }

  private void labelBound(GraphicsContext g, String name, String value, Color color, double y) {
    g.setFill(color);
    g.setTextAlign(TextAlignment.LEFT);
    g.setTextBaseline(VPos.CENTER);
    g.fillText(name, left() + plotWidth() + 5, y - 7);
    g.fillText(value, left() + plotWidth() + 5, y + 7);
  }

  private void drawDeployment(GraphicsContext g, ChartData shown) {
    Instant at = shown.marks().deployedAt();
    if (at == null || at.isBefore(shown.axis().from()) || at.isAfter(shown.axis().to())) {
      return;
    }
    double x = Math.round(x(shown.axis(), at)) + 0.5;
    g.setStroke(colors.series(0));
    g.setLineWidth(1);
    g.strokeLine(x, top(), x, top() + plotHeight());
    if (large) {
      g.setFill(colors.series(0));
      g.fillPolygon(new double[] {x - 5, x + 5, x}, new double[] {top(), top(), top() + 8}, 3);
    }
  }

  private void drawCursor() {
    GraphicsContext g = cursorLayer.getGraphicsContext2D();
    g.clearRect(0, 0, cursorLayer.getWidth(), cursorLayer.getHeight());
    ChartData shown = data;
    Instant at = cursor;
    if (shown == null
        || at == null
        || at.isBefore(shown.axis().from())
        || at.isAfter(shown.axis().to())) {
      return;
    }
    double x = Math.round(x(shown.axis(), at)) + 0.5;
    g.setStroke(colors.cursor());
    g.setLineWidth(1);
    g.strokeLine(x, top(), x, top() + plotHeight());
    ValueAxis axis = valueAxis(shown);
    for (int i = 0; i < shown.lines().size(); i++) {
      Point point = ChartData.nearest(shown.lines().get(i), at);
      if (point != null) {
        double y = y(axis, point.mean());
        g.setFill(colors.series(spec.lines().get(i).color()));
        g.fillOval(x - 3.5, y - 3.5, 7, 7);
      }
    }
  }

  private ValueAxis valueAxis(ChartData shown) {
    return fixedTop > 0 ? ValueAxis.upTo(fixedTop) : ValueAxis.holding(shown.largest());
  }

  private double x(TimeAxis axis, Instant at) {
    return left() + axis.fraction(at) * plotWidth();
  }

  private double y(ValueAxis axis, double value) {
    return top() + (1 - Math.clamp(axis.fraction(value), -0.05, 1)) * plotHeight();
  }

  private double left() {
    return large ? LEFT : 0;
  }

  private double top() {
    return large ? TOP : 2;
  }

  private double plotWidth() {
    return plot.getWidth() - (large ? LEFT + RIGHT : 0);
  }

  private double plotHeight() {
    return plot.getHeight() - top() - (large ? BOTTOM : 2);
  }
}
