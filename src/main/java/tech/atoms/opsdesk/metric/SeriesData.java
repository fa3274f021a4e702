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
 * @param gapAfter the distance between two points from which on there is a gap
 */
public record SeriesData(Series series, Duration step, List<Point> points, Duration gapAfter) {

  /** Of a source that is asked at least once a step: three steps without a point are a gap. */
  public SeriesData(Series series, Duration step, List<Point> points) {
    this(series, step, points, step.multipliedBy(3));
  }

  /** Copies the points. */
  public SeriesData {
    points = List.copyOf(points);
  }

  /**
   * The same of a source that measures anew only after a while and tells the same until then.
   *
   * @param kept for how long it keeps what it has measured
   */
  public SeriesData keptFor(Duration kept) {
    return new SeriesData(series, step, points, gapAfter.plus(kept));
  }
}
