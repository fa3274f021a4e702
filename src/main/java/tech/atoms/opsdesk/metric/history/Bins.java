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

  /** From so many distances to the points before it the interval at a point is told. */
  private static final int NEIGHBOURS = 5;

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
    return points.size() < ENOUGH_TO_JUDGE_SPACING
        ? new SeriesData(series, step, points)
        : new SeriesData(series, step, points, holds(points));
  }

  /**
   * How far the point behind each may be. It goes by the points just before, where there are not
   * enough of them by those just behind: another time had perhaps another interval.
   */
  private List<Duration> holds(List<Point> points) {
    List<Duration> holds = new ArrayList<>(points.size());
    for (int i = 0; i < points.size(); i++) {
      int last = Math.max(i, Math.min(NEIGHBOURS, points.size() - 1));
      int first = Math.max(0, last - NEIGHBOURS);
      List<Point> around = points.subList(first, last + 1);
      Duration distance = usualDistance(around);
      holds.add(
          distance.compareTo(step) > 0 ? distance.multipliedBy(3) : gapAfter(interval(around)));
    }
    return holds;
  }

  /** More than the step where a source is read less often than that. */
  private static Duration usualDistance(List<Point> points) {
    List<Duration> distances = new ArrayList<>(points.size());
    for (int i = 1; i < points.size(); i++) {
      distances.add(Duration.between(points.get(i - 1).at(), points.get(i).at()));
    }
    distances.sort(null);
    return distances.get(distances.size() / 2);
  }

  /** How often the source is read, from how many samples usually make a point. */
  private Duration interval(List<Point> points) {
    long[] counts = points.stream().mapToLong(Point::count).sorted().toArray();
    return step.dividedBy(Math.max(1, counts[counts.length / 2]));
  }

  /**
   * Three intervals of the source without a sample are a gap. Points tell only in which step the
   * samples lay.
   */
  private Duration gapAfter(Duration interval) {
    Duration three = interval.multipliedBy(3);
    Duration whole = step.plus(interval.multipliedBy(2));
    return three.compareTo(whole) > 0 ? three : whole;
  }
}
