package tech.atoms.opsdesk.metric;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;

/** Where samples are kept and read back. All methods are safe on any thread. */
public interface MetricHistory {

  /**
   * Takes samples over. Returns at once; writing happens in the background, in batches.
   *
   * @param samples new samples, in any order
   */
  void record(List<Sample> samples);

  /**
   * Reads one series. May block on the store; never called on the JavaFX thread.
   *
   * @param series what to read
   * @param from start, inclusive
   * @param to end, exclusive
   * @param maxPoints most points wanted; the step is chosen so that it holds
   * @return the points there are; empty where nothing was recorded
   */
  SeriesData query(Series series, Instant from, Instant to, int maxPoints);

  /** Every series that has been recorded for this environment. */
  Set<Series> series();

  /**
   * Whether what was recorded before this run can be read now. False while the store opens or is
   * away: then {@link #query} answers from memory, and asking again later may give more.
   */
  default boolean reachesBack() {
    return true;
  }

  /** Why samples are kept in memory only at the moment; null while the store takes them. */
  @Nullable Problem trouble();
}
