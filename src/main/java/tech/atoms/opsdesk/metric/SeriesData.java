package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.util.List;

/**
 * History of one series over a range.
 *
 * @param series what was asked for
 * @param step width of one point; 5 s raw, 1 min and 1 h from rollups, or wider
 * @param points in order of time; where nothing was recorded there is no point, and a line must not
 *     be drawn over a distance of more than {@link #gapAfter()}
 */
public record SeriesData(Series series, Duration step, List<Point> points) {

  /** Copies the points. */
  public SeriesData {
    points = List.copyOf(points);
  }

  /** The distance between two points from which on there is a gap. */
  public Duration gapAfter() {
    return step.multipliedBy(3);
  }
}
