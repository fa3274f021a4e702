package tech.atoms.opsdesk.metric.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;

/**
 * The last two hours of every series, in at most about 10 MB: where there are very many series each
 * keeps less.
 */
public final class MemoryHistory implements MetricHistory {
  private static final Duration KEPT = Duration.ofHours(2);

  /** One a second, the shortest interval of a profile; intervals are shortened by up to a tenth. */
  private static final int MOST_OF_A_SERIES = (int) KEPT.toSeconds() * 10 / 9;

  private static final int MOST_SAMPLES = 500_000;
  private static final int MOST_SERIES = 20_000;

  private final InstantSource clock;
  private final Map<Series, SeriesRing> rings = new HashMap<>();
  private int samples;

  /**
   * An empty history.
   *
   * @param clock decides what is older than two hours
   */
  public MemoryHistory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void record(List<Sample> newSamples) {
    for (Sample sample : newSamples) {
      if (Double.isFinite(sample.value())) {
        SeriesRing ring = rings.get(sample.series());
        if (ring == null) {
          if (rings.size() >= MOST_SERIES) {
            forgetOld();
          }
          if (rings.size() >= MOST_SERIES) {
            continue;
          }
          ring = new SeriesRing(MOST_OF_A_SERIES);
          rings.put(sample.series(), ring);
        }
        int before = ring.size();
        ring.add(Micros.of(sample.at()), sample.value(), samples < MOST_SAMPLES);
        samples += ring.size() - before;
      }
    }
  }

  private void forgetOld() {
    long oldest = Micros.of(clock.instant().minus(KEPT));
    rings
        .values()
        .removeIf(
            ring -> {
              boolean old = ring.newest() < oldest;
              samples -= old ? ring.size() : 0;
              return old;
            });
  }

  @Override
  public synchronized SeriesData query(Series series, Instant from, Instant to, int maxPoints) {
    Instant now = clock.instant();
    Bins bins = new Bins(from, Resolution.choose(from, to, maxPoints, now).step());
    SeriesRing ring = rings.get(series);
    if (ring != null) {
      ring.read(from, to, now.minus(KEPT), bins);
    }
    return bins.data(series);
  }

  @Override
  public synchronized Set<Series> series() {
    return Set.copyOf(rings.keySet());
  }

  /** Always null: memory is all it promises. */
  @Override
  public @Nullable Problem trouble() {
    return null;
  }
}
