package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns scrapes into the canonical metrics. Rates are taken between two scrapes; shares and
 * percentiles over a window of a minute, because five seconds of a quiet server hold too few
 * requests. After a reset or a gap both begin anew: nothing is computed across it. Not safe for
 * threads.
 */
public final class Canonical {
  /**
   * Refusals that tell of the caller: what is no request of the protocol, no sign-in, a path or a
   * method that never was, a body too large, too many requests. Scanners cause them, and so do the
   * desk's own probes.
   */
  private static final Set<String> AS_IT_SHOULD = Set.of("400", "401", "404", "405", "413", "429");

  /** Wall and monotonic clock may differ by this much between scrapes before it is a gap. */
  private static final Duration DRIFT = Duration.ofSeconds(2);

  /** Of a process; what tells of a longer one has no clock. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

  private final Duration gap;
  private final Duration window;
  private final Deque<Growth> growths = new ArrayDeque<>();
  private @Nullable Exposition before;
  private Instant beforeAt = Instant.EPOCH;
  private long beforeNanos;

  /**
   * Starts without a scrape to compare with.
   *
   * @param interval between scrapes; three of them without one are a gap
   * @param window over which shares and percentiles are taken
   */
  public Canonical(Duration interval, Duration window) {
    this.window = window;
    this.gap = interval.multipliedBy(3);
  }

  /**
   * Takes a scrape over. One that was cut off gives no samples.
   *
   * @param scrape the newest
   * @param at wall clock
   * @param nanos monotonic clock
   */
  public MetricsReading read(Exposition scrape, Instant at, long nanos) {
    if (!scrape.complete()) {
      // What is cut off holds a part of its sums; the next whole one is compared with the last.
      return reading(List.of(), scrape, false);
    }
    boolean comparable = before != null && isNear(at, nanos);
    Growth growth =
        comparable && before != null
            ? Growth.between(before, scrape, Math.max(1, nanos - beforeNanos))
            : null;
    boolean reset = comparable && growth == null;
    if (growth == null) {
      growths.clear();
    } else {
      growths.addLast(growth);
      shorten();
    }
    before = scrape;
    beforeAt = at;
    beforeNanos = nanos;
    Samples samples = new Samples(at);
    gauges(scrape, samples);
    if (growth != null) {
      rates(growth, samples);
      shares(samples, scrape);
    }
    return reading(samples.list, scrape, reset);
  }

  /**
   * What a single scrape tells of the whole life of the server's process: rates and shares since it
   * began. Where that moment is not told there are gauges alone.
   *
   * @param scrape the only one
   * @param at wall clock
   */
  public static MetricsReading sinceStart(Exposition scrape, Instant at) {
    Duration age = age(scrape, at);
    if (age == null) {
      return new Canonical(Duration.ZERO, Duration.ZERO).read(scrape, at, 0);
    }
    Canonical life = new Canonical(age, age);
    var _ = life.read(Growth.beginning(scrape), at.minus(age), 0);
    return life.read(scrape, at, age.toNanos());
  }

  /** How long the server's process has run by then; null where it does not tell, or lies. */
  public static @Nullable Duration age(Exposition scrape, Instant at) {
    Double start = scrape.sum(Growth.START);
    if (start == null) {
      return null;
    }
    double seconds = at.toEpochMilli() / 1e3 - start;
    return seconds >= 1 && seconds < LONGEST_LIFE.toSeconds()
        ? Duration.ofMillis(Math.round(seconds * 1000))
        : null;
  }

  private static MetricsReading reading(List<Sample> samples, Exposition scrape, boolean reset) {
    Map<String, String> info = scrape.labels("atoms_info");
    return new MetricsReading(
        samples,
        scrape.oddities(),
        reset,
        scrape.sum("cache_max_size_bytes"),
        scrape.sum("rate_limiter_limit_per_minute"),
        scrape.sum("rate_limiter_burst"),
        info == null ? null : info.get("version"),
        info == null ? null : info.get("commit"));
  }

  private boolean isNear(Instant at, long nanos) {
    Duration monotonic = Duration.ofNanos(nanos - beforeNanos);
    Duration wall = Duration.between(beforeAt, at);
    return monotonic.compareTo(gap) <= 0 && wall.minus(monotonic).abs().compareTo(DRIFT) <= 0;
  }

  private void shorten() {
    long nanos = growths.stream().mapToLong(Growth::nanos).sum();
    while (growths.size() > 1 && nanos - growths.getFirst().nanos() >= window.toNanos()) {
      nanos -= growths.removeFirst().nanos();
    }
  }

  private static void gauges(Exposition scrape, Samples samples) {
    Double inUse = scrape.sum("db_pool_connections_in_use");
    Double max = scrape.sum("db_pool_connections_max");
    samples.add(Metrics.DATABASE_CONNECTIONS, inUse);
    samples.add(Metrics.MAX_CONNECTIONS, max);
    samples.add(Metrics.AVAILABLE_CONNECTIONS, inUse == null || max == null ? null : max - inUse);
    samples.add(Metrics.MEMORY_USAGE, scrape.sum("process_resident_memory_bytes"));
    samples.add(Metrics.CACHE_MEMORY, scrape.sum("cache_size_bytes"));
  }

  private static void rates(Growth growth, Samples samples) {
    double seconds = growth.nanos() / 1e9;
    samples.add(Metrics.REQUEST_RATE, per(seconds, requests(growth.by())));
    samples.add(Metrics.CPU_USAGE, per(seconds / 100, sum(growth, "process_cpu_seconds_total")));
    Double read = sum(growth, "process_disk_read_bytes_total");
    Double written = sum(growth, "process_disk_written_bytes_total");
    samples.add(
        Metrics.DISK_IO, read == null || written == null ? null : (read + written) / seconds);
    samples.add(
        Metrics.NETWORK_IN, per(seconds, sum(growth, "process_network_receive_bytes_total")));
    samples.add(
        Metrics.NETWORK_OUT, per(seconds, sum(growth, "process_network_transmit_bytes_total")));
  }

  private void shares(Samples samples, Exposition scrape) {
    Map<Series, Double> all = new HashMap<>();
    double seconds = 0;
    for (Growth growth : growths) {
      seconds += growth.nanos() / 1e9;
      growth.by().forEach((series, by) -> all.merge(series, by, Double::sum));
    }
    errors(all, samples);
    samples.add(Metrics.CACHE_HIT_RATE, share(all, "cache_hits_total", "cache_misses_total"));
    latency(all, samples);
    double minutes = seconds / 60;
    samples.add(Metrics.COLD_STARTS, per(minutes, sum(all, "lambda_cold_starts_total")));
    Double users = scrape.sum("atoms_active_users");
    Double calls = sum(all, "mcp_tool_calls_total");
    if (users != null && users > 0 && calls != null) {
      samples.add(Metrics.API_CALLS_PER_USER, calls / (minutes / 60) / users);
    }
    toolCalls(all, minutes, samples);
    Double good = Exposition.sum(all, "auth_attempts_total", is("outcome", "success"));
    Double attempts = sum(all, "auth_attempts_total");
    samples.add(
        Metrics.AUTH_SUCCESS_RATE, percent(good == null ? Double.valueOf(0) : good, attempts));
  }

  private static void errors(Map<Series, Double> all, Samples samples) {
    Double requests = requests(all);
    if (requests == null || requests <= 0) {
      return;
    }
    double clientErrors = statuses(all, s -> s.startsWith("4") && !AS_IT_SHOULD.contains(s));
    double serverErrors = statuses(all, s -> s.startsWith("5"));
    Double timeouts = others(all, "http_request_timeouts_total");
    double late = timeouts == null ? 0 : timeouts;
    samples.add(Metrics.ERROR_RATE, percent(clientErrors + serverErrors + late, requests));
    samples.add(Metrics.ERROR_RATE_4XX, percent(statuses(all, s -> s.startsWith("4")), requests));
    samples.add(Metrics.ERROR_RATE_5XX, percent(serverErrors, requests));
    if (timeouts != null) {
      samples.add(Metrics.TIMEOUT_RATE, percent(late, requests));
    }
  }

  private static void latency(Map<Series, Double> all, Samples samples) {
    NavigableMap<Double, Double> requests =
        Percentiles.buckets(all, "http_request_duration_seconds", Canonical::isOthers);
    samples.add(Metrics.P50_RESPONSE_TIME, millis(Percentiles.of(requests, 0.50)));
    samples.add(Metrics.P95_RESPONSE_TIME, millis(Percentiles.of(requests, 0.95)));
    samples.add(Metrics.P99_RESPONSE_TIME, millis(Percentiles.of(requests, 0.99)));
    samples.add(
        Metrics.TOOL_CALL_P95,
        millis(
            Percentiles.of(
                Percentiles.buckets(all, "mcp_tool_call_duration_seconds", l -> true), 0.95)));
    samples.add(
        Metrics.LAMBDA_DURATION,
        millis(
            Percentiles.of(Percentiles.buckets(all, "lambda_duration_seconds", l -> true), 0.95)));
  }

  private static void toolCalls(Map<Series, Double> all, double minutes, Samples samples) {
    Map<String, Double> byTool = new HashMap<>();
    all.forEach(
        (series, by) -> {
          String tool = series.labels().get("tool");
          if (series.metric().equals("mcp_tool_calls_total") && tool != null) {
            byTool.merge(tool, by, Double::sum);
          }
        });
    byTool.forEach(
        (tool, calls) ->
            samples.list.add(
                new Sample(
                    Series.of(Metrics.TOOL_CALLS, "tool", tool), samples.at, calls / minutes)));
  }

  /** Requests without those that monitors make, the desk among them. */
  private static @Nullable Double requests(Map<Series, Double> all) {
    return others(all, "http_requests_total");
  }

  /** A sum without the monitors' routes; 0 where there are only these, null where nothing is. */
  private static @Nullable Double others(Map<Series, Double> all, String name) {
    Double sum = Exposition.sum(all, name, Canonical::isOthers);
    return sum == null && sum(all, name) != null ? Double.valueOf(0) : sum;
  }

  private static boolean isOthers(Map<String, String> labels) {
    String route = labels.getOrDefault("route", "");
    return !route.equals("/metrics") && !route.equals("/health");
  }

  private static double statuses(Map<Series, Double> all, Predicate<String> wanted) {
    Double sum =
        Exposition.sum(
            all,
            "http_requests_total",
            labels -> isOthers(labels) && wanted.test(labels.getOrDefault("status", "")));
    return sum == null ? 0 : sum;
  }

  private static Predicate<Map<String, String>> is(String label, String value) {
    return labels -> value.equals(labels.get(label));
  }

  private static @Nullable Double share(Map<Series, Double> all, String good, String bad) {
    Double hits = sum(all, good);
    Double misses = sum(all, bad);
    if (hits == null && misses == null) {
      return null;
    }
    double hit = hits == null ? 0 : hits;
    return percent(hit, hit + (misses == null ? 0 : misses));
  }

  private static @Nullable Double percent(double part, @Nullable Double whole) {
    return whole == null || whole <= 0 ? null : (Double) Math.min(100, 100 * part / whole);
  }

  private static @Nullable Double per(double divisor, @Nullable Double value) {
    return value == null || divisor <= 0 ? null : (Double) (value / divisor);
  }

  private static @Nullable Double millis(@Nullable Double seconds) {
    return seconds == null ? null : (Double) (seconds * 1000);
  }

  private static @Nullable Double sum(Growth growth, String name) {
    return sum(growth.by(), name);
  }

  private static @Nullable Double sum(Map<Series, Double> values, String name) {
    return Exposition.sum(values, name, labels -> true);
  }

  /** Collects what is known; what is not is left out, never 0. */
  private static final class Samples {
    private final Instant at;
    private final List<Sample> list = new ArrayList<>();

    Samples(Instant at) {
      this.at = at;
    }

    void add(Metric metric, @Nullable Double value) {
      // None of these can be negative: what is, was not measured.
      if (value != null && Double.isFinite(value) && value >= 0) {
        list.add(new Sample(Series.of(metric), at, value));
      }
    }
  }
}
