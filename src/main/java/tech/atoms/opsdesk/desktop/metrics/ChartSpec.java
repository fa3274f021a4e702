package tech.atoms.opsdesk.desktop.metrics;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.Unit;

/**
 * What one chart shows.
 *
 * @param title as written above it
 * @param unit of all its lines
 * @param group where it stands
 * @param lines at least one, in the order of the legend
 * @param bounds horizontal lines: targets, limits, alert thresholds
 * @param large whether it has axes, or is a small one without
 * @param top fixed upper end of the value axis, e.g. 100 for percentages; empty: by the data
 */
record ChartSpec(
    String title,
    Unit unit,
    Metric.Group group,
    List<Line> lines,
    List<Bound> bounds,
    boolean large,
    OptionalDouble top) {

  /** Copies the lists. */
  ChartSpec {
    lines = List.copyOf(lines);
    bounds = List.copyOf(bounds);
  }

  /**
   * One line of a chart.
   *
   * @param series what is drawn
   * @param label in the legend, e.g. "p95"
   * @param color which of the chart colours, from 0
   */
  record Line(Series series, String label, int color) {}

  /**
   * A horizontal line.
   *
   * @param label e.g. "target"
   * @param value in the chart's unit; not used where {@code from} is given
   * @param alarming whether crossing it pages somebody
   * @param from a series whose newest value is the bound, e.g. the connection limit; null for a
   *     fixed one
   */
  record Bound(String label, double value, boolean alarming, @Nullable Series from) {}
}
