package tech.atoms.opsdesk.desktop.metrics;

import java.time.Duration;
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

  /**
   * The point whose value a line has at an instant; null where it has none. Between two points
   * without a gap it is the nearer one; behind a point it holds up to the distance of a gap. Before
   * a point nothing was measured: there it holds no longer than one step.
   */
  static @Nullable Point nearest(SeriesData line, Instant at) {
    List<Point> points = line.points();
    int next = 0;
    while (next < points.size() && !points.get(next).at().isAfter(at)) {
      next++;
    }
    Point after = next == points.size() ? null : points.get(next);
    Duration until = after == null ? null : Duration.between(at, after.at());
    if (next > 0) {
      Point before = points.get(next - 1);
      Duration since = Duration.between(before.at(), at);
      if (until != null && !line.gapBefore(next)) {
        return since.compareTo(until) <= 0 ? before : after;
      }
      if (since.compareTo(line.holds().get(next - 1)) <= 0) {
        return before;
      }
    }
    return until != null && until.compareTo(line.step()) <= 0 ? after : null;
  }
}
