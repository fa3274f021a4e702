package tech.atoms.opsdesk.check.operation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.metric.Exposition;
import tech.atoms.opsdesk.metric.ExpositionParser;
import tech.atoms.opsdesk.server.MetricsText;
import tech.atoms.opsdesk.server.ServerClient;

/**
 * Two scrapes with some requests between them.
 *
 * @param first before the requests
 * @param second after them
 * @param sent how many requests were sent between them, those of other users not among them
 */
record Observed(Exposition first, Exposition second, int sent) {
  private static final int ROUNDS = 20;
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final String BUCKET = "http_request_duration_seconds_bucket";
  private static final String COUNTER = "http_requests_total";

  /**
   * A percentile and over how many requests it was taken.
   *
   * @param millis upper bound of the bucket that it lies in; infinite: above all
   * @param requests how many
   */
  record P95(double millis, long requests) {}

  /**
   * Scrapes, asks for health twenty times or for two seconds, and scrapes. Health costs no user's
   * share of the rate limit.
   */
  static Observed of(ServerClient server) {
    Exposition before = parse(server.metrics());
    long start = System.nanoTime();
    int sent = 0;
    while (sent < ROUNDS && System.nanoTime() - start < LONGEST.toNanos()) {
      sent++;
      try {
        server.health();
      } catch (HttpFailure e) {
        if (e.kind().isUnreachable()) {
          throw e;
        }
        break; // what answers badly is told by a check of its own
      }
    }
    return new Observed(before, parse(server.metrics()), sent);
  }

  private static Exposition parse(MetricsText text) {
    return ExpositionParser.parse(text.text(), text.openMetrics());
  }

  /** Families of metrics. */
  int families() {
    return second.types().size();
  }

  /** Whether requests were counted between the scrapes; null where they are not counted at all. */
  @Nullable Boolean grows() {
    Double before = first.sum(COUNTER);
    Double after = second.sum(COUNTER);
    return after == null ? null : (Boolean) (after > (before == null ? 0 : before));
  }

  /** Of the requests between the scrapes, reads of the metrics aside; null where not measured. */
  @Nullable P95 p95() {
    TreeMap<Double, Double> buckets = new TreeMap<>();
    second
        .values()
        .forEach(
            (series, value) -> {
              Map<String, String> labels = series.labels();
              if (series.metric().equals(BUCKET) && !"/metrics".equals(labels.get("route"))) {
                double bound = bound(labels.getOrDefault("le", ""));
                double before = first.values().getOrDefault(series, 0.0);
                buckets.merge(bound, value - before, Double::sum);
              }
            });
    if (buckets.isEmpty() || buckets.lastEntry().getValue() < 1) {
      return null;
    }
    double all = buckets.lastEntry().getValue();
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= 0.95 * all) {
        return new P95(bucket.getKey() * 1000, Math.round(all));
      }
    }
    return null;
  }

  private static double bound(String le) {
    try {
      return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
