package tech.atoms.opsdesk.desktop.metrics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.SeriesData;

/**
 * What one chart draws at one moment. Immutable.
 *
 * @param axis the time shown
 * @param lines as many as the chart has, in its order
 * @param bounds horizontal lines with their present values
 * @param marks what happened in that time
 */
record ChartData(TimeAxis axis, List<SeriesData> lines, List<BoundAt> bounds, Marks marks) {

  /** Copies the lists. */
  ChartData {
    lines = List.copyOf(lines);
    bounds = List.copyOf(bounds);
  }

  /**
   * A horizontal line with its present value.
   *
   * @param label e.g. "target"
   * @param value in the chart's unit
   * @param alarming whether crossing it pages somebody
   */
  record BoundAt(String label, double value, boolean alarming) {}

  /**
   * What is marked behind the lines.
   *
   * @param troubled spans in which the environment was not healthy
   * @param deployedAt when the live deployment got its traffic; null where unknown
   * @param version its version
   */
  record Marks(List<Span> troubled, @Nullable Instant deployedAt, String version) {
    /** Nothing to mark. */
    static final Marks NONE = new Marks(List.of(), null, "");

    /** Copies the list. */
    Marks {
      troubled = List.copyOf(troubled);
    }
  }

  /** A span of time. */
  record Span(Instant from, Instant to) {}

  /** Largest value of all lines and fixed bounds; 0 where there is none. */
  double largest() {
    double points =
        lines.stream().flatMap(l -> l.points().stream()).mapToDouble(Point::max).max().orElse(0);
    return Math.max(points, bounds.stream().mapToDouble(BoundAt::value).max().orElse(0));
  }

  /** The point of a line nearest to an instant; null where none is within the distance of a gap. */
  static @Nullable Point nearest(SeriesData line, Instant at) {
    Point best = null;
    long bestMillis = line.gapAfter().toMillis();
    for (Point point : line.points()) {
      long millis = Math.abs(point.at().toEpochMilli() - at.toEpochMilli());
      if (millis <= bestMillis) {
        best = point;
        bestMillis = millis;
      }
    }
    return best;
  }
}
