package tech.atoms.opsdesk.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scrape tells in the desk's own terms.
 *
 * @param samples canonical metrics
 * @param oddities what in the text could not be used
 * @param reset whether counters have begun anew since the scrape before
 * @param cacheMaxBytes capacity of the server's cache; null: not provided
 * @param ratePerMinute the rate limiter's limit, 0 where it is off; null: not provided
 * @param burst the rate limiter's burst; null: not provided
 * @param version of the server; null: not provided
 * @param commit of the server; null: not provided
 */
public record MetricsReading(
    List<Sample> samples,
    List<Exposition.Oddity> oddities,
    boolean reset,
    @Nullable Double cacheMaxBytes,
    @Nullable Double ratePerMinute,
    @Nullable Double burst,
    @Nullable String version,
    @Nullable String commit) {

  /** Copies the lists. */
  public MetricsReading {
    samples = List.copyOf(samples);
    oddities = List.copyOf(oddities);
  }
}
