package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * History of one series over a range.
 *
 * @param series what was asked for
 * @param step width of one point; 5 s raw, 1 min and 1 h from rollups, or wider
 * @param points in order of time; where nothing was recorded there is no point, and a line must not
 *     be drawn over a gap
 * @param holds for each point how far the next one may be: what is further is behind a gap. It
 *     follows from how often the source was read at that place, which changes in a long history
 */
public record SeriesData(Series series, Duration step, List<Point> points, List<Duration> holds) {

  /** Of a source that is asked at least once a step: three steps without a point are a gap. */
  public SeriesData(Series series, Duration step, List<Point> points) {
    this(series, step, points, Collections.nCopies(points.size(), step.multipliedBy(3)));
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException where there are not as many holds as points
   */
  public SeriesData {
    points = List.copyOf(points);
    holds = List.copyOf(holds);
    if (points.size() != holds.size()) {
      throw new IllegalArgumentException(points.size() + " points, " + holds.size() + " holds");
    }
  }

  /** Whether there is a gap between a point, counted from 0, and the one before it. */
  public boolean gapBefore(int index) {
    return index > 0
        && Duration.between(points.get(index - 1).at(), points.get(index).at())
                .compareTo(holds.get(index - 1))
            > 0;
  }
}
