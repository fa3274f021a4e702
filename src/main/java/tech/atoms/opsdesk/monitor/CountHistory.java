package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;

/**
 * Reads history so that the counts of sessions have the gaps that there were. The dearer a count
 * was, the longer it was kept before the next: how long is known from what it cost, which is
 * recorded with it.
 */
public final class CountHistory {
  private CountHistory() {}

  /** Whether a series is of the counts of sessions. */
  public static boolean isOfCounts(Series series) {
    return Metrics.named(series.metric())
        .filter(metric -> metric.source().equals(Metrics.SESSIONS))
        .isPresent();
  }

  /**
   * Reads one series, any one. May block on the store; never called on the JavaFX thread.
   *
   * @param snapshot tells how often the source is read
   * @param from start, inclusive
   * @param to end, exclusive
   * @param maxPoints most points wanted
   */
  public static SeriesData query(
      MetricHistory history,
      Snapshot snapshot,
      Series series,
      Instant from,
      Instant to,
      int maxPoints) {
    SeriesData data = history.query(series, from, to, maxPoints);
    SourceStatus source = snapshot.source(Metrics.SESSIONS);
    if (source == null || !isOfCounts(series)) {
      return data;
    }
    Map<Instant, Duration> kept = new HashMap<>();
    history
        .query(Series.of(Metrics.SESSION_COUNT_TIME), from, to, maxPoints)
        .points()
        .forEach(cost -> kept.put(cost.at(), keptFor(cost.max())));
    Duration read = longest(data.step(), source.interval());
    List<Duration> holds = new ArrayList<>(data.points().size());
    for (int i = 0; i < data.points().size(); i++) {
      Point point = data.points().get(i);
      @Nullable Duration until = kept.get(point.at());
      // What was recorded without its cost is judged as any other series.
      holds.add(until == null ? data.holds().get(i) : read.plus(until));
    }
    return new SeriesData(series, data.step(), data.points(), holds);
  }

  private static Duration keptFor(double millis) {
    return AppSessionCounts.keptFor(Duration.ofNanos(Math.round(millis * 1e6)));
  }

  /** Three intervals; points tell only in which step the samples lay. */
  private static Duration longest(Duration step, Duration interval) {
    Duration three = interval.multipliedBy(3);
    Duration whole = step.plus(interval.multipliedBy(2));
    return three.compareTo(whole) > 0 ? three : whole;
  }
}
