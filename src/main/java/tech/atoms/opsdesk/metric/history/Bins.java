package tech.atoms.opsdesk.metric.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;

/** Merges samples and rollup rows into points of one step: min of mins, max of maxes, mean. */
final class Bins {
  private static final int ENOUGH_TO_JUDGE_SPACING = 4;

  private final Instant from;
  private final Duration step;
  private final TreeMap<Long, Bin> bins = new TreeMap<>();

  /**
   * Empty bins.
   *
   * @param from start of the range; no point lies before it
   * @param step whole seconds; bins start at its multiples since 1970
   */
  Bins(Instant from, Duration step) {
    this.from = from;
    this.step = step;
  }

  private static final class Bin {
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private long count;
  }

  /** Adds one sample. */
  void add(Instant at, double value) {
    add(at, value, value, value, 1);
  }

  /** Adds many samples of one time. */
  void add(Instant at, double min, double max, double sum, long count) {
    Bin bin =
        bins.computeIfAbsent(
            Math.floorDiv(at.getEpochSecond(), step.toSeconds()), index -> new Bin());
    bin.min = Math.min(bin.min, min);
    bin.max = Math.max(bin.max, max);
    bin.sum += sum;
    bin.count += count;
  }

  /** The points in order of time. */
  SeriesData data(Series series) {
    List<Point> points = new ArrayList<>(bins.size());
    bins.forEach(
        (index, bin) -> {
          Instant start = Instant.ofEpochSecond(index * step.toSeconds());
          points.add(
              new Point(
                  start.isBefore(from) ? from : start,
                  bin.min,
                  bin.max,
                  // Rounding must not push a mean of equal values out of their range.
                  Math.clamp(bin.sum / bin.count, bin.min, bin.max),
                  bin.count));
        });
    return new SeriesData(series, spacing(points), points);
  }

  /**
   * The step, or the usual distance of points where a source is read less often than that: three of
   * its intervals make a gap, not three of ours.
   */
  private Duration spacing(List<Point> points) {
    if (points.size() < ENOUGH_TO_JUDGE_SPACING) {
      return step;
    }
    List<Duration> distances = new ArrayList<>(points.size());
    for (int i = 1; i < points.size(); i++) {
      distances.add(Duration.between(points.get(i - 1).at(), points.get(i).at()));
    }
    distances.sort(null);
    Duration median = distances.get(distances.size() / 2);
    return median.compareTo(step) > 0 ? median : step;
  }
}
