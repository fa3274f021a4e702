package tech.atoms.opsdesk.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  private static final long SECOND = 1_000_000_000L;
  private final Canonical canonical = new Canonical(Duration.ofSeconds(5), Duration.ofMinutes(1));
  private Instant at = Instant.parse("2026-11-20T12:00:00Z");
  private long nanos;

  @Test
  void theFirstScrapeHasNoRates() {
    MetricsReading reading = scrape("http_requests_total 5\nprocess_resident_memory_bytes 1e6\n");
    assertThat(value(reading, Metrics.REQUEST_RATE)).isNull();
    assertThat(value(reading, Metrics.MEMORY_USAGE)).isEqualTo(1e6);
  }

  @Test
  void ratesAndSharesComeFromGrowth() {
    scrape(
        """
        http_requests_total{status="200"} 100
        cache_hits_total 10
        cache_misses_total 10
        process_cpu_seconds_total 1
        """);
    MetricsReading reading =
        scrape(
            """
            http_requests_total{status="200"} 186
            http_requests_total{status="401"} 4
            http_requests_total{status="400"} 1
            http_requests_total{status="403"} 1
            http_requests_total{status="413"} 1
            http_requests_total{status="404"} 1
            http_requests_total{status="429"} 1
            http_requests_total{status="500"} 5
            cache_hits_total 18
            cache_misses_total 12
            process_cpu_seconds_total 3
            """);
    assertThat(value(reading, Metrics.REQUEST_RATE)).isEqualTo(20);
    assertThat(value(reading, Metrics.ERROR_RATE)).isEqualTo(6);
    assertThat(value(reading, Metrics.ERROR_RATE_4XX)).isEqualTo(9);
    assertThat(value(reading, Metrics.ERROR_RATE_5XX)).isEqualTo(5);
    assertThat(value(reading, Metrics.CACHE_HIT_RATE)).isEqualTo(80);
    assertThat(value(reading, Metrics.CPU_USAGE)).isEqualTo(40);
    // Never told: not 0.
    assertThat(value(reading, Metrics.TIMEOUT_RATE)).isNull();
    assertThat(value(reading, Metrics.DISK_IO)).isNull();
  }

  @Test
  void withoutRequestsThereIsNoErrorRate() {
    scrape("http_requests_total{status=\"500\"} 5\n");
    MetricsReading reading = scrape("http_requests_total{status=\"500\"} 5\n");
    assertThat(value(reading, Metrics.ERROR_RATE)).isNull();
    assertThat(value(reading, Metrics.REQUEST_RATE)).isZero();
  }

  @Test
  void percentilesLieInTheirBucketsAndLeaveOutOurOwnReads() {
    String before =
        """
        # TYPE http_request_duration_seconds histogram
        http_request_duration_seconds_bucket{route="/api/mcp",le="0.1"} 0
        http_request_duration_seconds_bucket{route="/api/mcp",le="0.5"} 0
        http_request_duration_seconds_bucket{route="/api/mcp",le="+Inf"} 0
        http_request_duration_seconds_bucket{route="/health",le="0.1"} 0
        """;
    scrape(before);
    MetricsReading reading =
        scrape(
            """
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{route="/api/mcp",le="0.1"} 50
            http_request_duration_seconds_bucket{route="/api/mcp",le="0.5"} 98
            http_request_duration_seconds_bucket{route="/api/mcp",le="+Inf"} 100
            http_request_duration_seconds_bucket{route="/health",le="0.1"} 1000
            """);
    assertThat(value(reading, Metrics.P50_RESPONSE_TIME)).isEqualTo(100);
    assertThat(value(reading, Metrics.P95_RESPONSE_TIME)).isEqualTo(475, within(1e-9));
    // Beyond the last finite bound nothing is known but that bound.
    assertThat(value(reading, Metrics.P99_RESPONSE_TIME)).isEqualTo(500);
  }

  @Test
  void percentilesOfKnownData() {
    TreeMap<Double, Double> buckets = new TreeMap<>();
    for (int i = 1; i <= 100; i++) {
      buckets.put(i / 100.0, (double) i);
    }
    buckets.put(Double.POSITIVE_INFINITY, 100.0);
    for (int p = 1; p <= 100; p++) {
      assertThat(Percentiles.of(buckets, p / 100.0)).isEqualTo(p / 100.0, within(1e-9));
    }
    assertThat(Percentiles.of(new TreeMap<>(), 0.5)).isNull();
  }

  @Test
  void theMonitorsOwnRequestsAreNoTraffic() {
    String before =
        """
        http_requests_total{route="/health",status="200"} 0
        http_requests_total{route="/metrics",status="200"} 0
        http_requests_total{route="/api/mcp",status="200"} 0
        """;
    scrape(before);
    MetricsReading reading =
        scrape(
            """
            http_requests_total{route="/health",status="503"} 5
            http_requests_total{route="/metrics",status="200"} 5
            http_requests_total{route="/api/mcp",status="200"} 10
            """);
    assertThat(value(reading, Metrics.REQUEST_RATE)).isEqualTo(2);
    assertThat(value(reading, Metrics.ERROR_RATE)).isZero();
    assertThat(value(reading, Metrics.ERROR_RATE_5XX)).isZero();
  }

  @Test
  void aScrapeThatWasCutOffIsComparedWithNothing() {
    String whole = "http_requests_total{status=\"200\"} 1000\nx_total 9000\n";
    scrape(whole);
    at = at.plusSeconds(5);
    nanos += 5 * SECOND;
    MetricsReading cut =
        canonical.read(
            ExpositionParser.parse("http_requests_total{status=\"200\"} 1010\n", true), at, nanos);
    assertThat(cut.samples()).isEmpty();
    assertThat(cut.oddities()).isNotEmpty();
    MetricsReading next = scrape("http_requests_total{status=\"200\"} 1020\nx_total 9000\n");
    assertThat(value(next, Metrics.REQUEST_RATE)).isEqualTo(2);
  }

  @Test
  void aCounterWhoseLineWasDamagedHasNotGrownFromNothing() {
    scrape("http_requests_total{status=\"200\"} 1000\nhttp_requests_total{status=\"500\"} 700\n");
    scrape("http_requests_total{status=\"200\"} 1000\nhttp_requests_total{status=\"50\n");
    MetricsReading next =
        scrape(
            "http_requests_total{status=\"200\"} 1010\nhttp_requests_total{status=\"500\"} 700\n");
    assertThat(value(next, Metrics.REQUEST_RATE)).isEqualTo(2);
    assertThat(value(next, Metrics.ERROR_RATE)).isZero();
  }

  @Test
  void aFamilyThatAppearsHasNotGrownFromNothing() {
    scrape("x_total 1\n");
    MetricsReading next = scrape("x_total 1\nhttp_requests_total{status=\"200\"} 5000\n");
    assertThat(value(next, Metrics.REQUEST_RATE)).isNull();
  }

  @Test
  void aResetIsSaidAndNothingIsComputedAcrossIt() {
    scrape("http_requests_total{status=\"200\"} 100\nhttp_requests_total{status=\"500\"} 1\n");
    MetricsReading reset =
        scrape("http_requests_total{status=\"200\"} 7\nhttp_requests_total{status=\"500\"} 9\n");
    assertThat(reset.reset()).isTrue();
    assertThat(value(reset, Metrics.REQUEST_RATE)).isNull();
    assertThat(value(reset, Metrics.ERROR_RATE)).isNull();
    MetricsReading after =
        scrape("http_requests_total{status=\"200\"} 17\nhttp_requests_total{status=\"500\"} 9\n");
    assertThat(after.reset()).isFalse();
    assertThat(value(after, Metrics.REQUEST_RATE)).isEqualTo(2);
    assertThat(value(after, Metrics.ERROR_RATE)).isZero();
  }

  @Test
  void aRestartIsSeenByItsStartTimeEvenWhereCountersHaveCaughtUp() {
    scrape("process_start_time_seconds 1000\nhttp_requests_total 3\n");
    assertThat(scrape("process_start_time_seconds 2000\nhttp_requests_total 4\n").reset()).isTrue();
    scrape("x_created 1\nx_total 3\n");
    assertThat(scrape("x_created 9\nx_total 4\n").reset()).isTrue();
  }

  @Test
  void acrossAGapOrASleepNothingIsComputed() {
    scrape("http_requests_total 100\n");
    at = at.plusSeconds(60);
    nanos += 60 * SECOND;
    assertThat(value(scrape("http_requests_total 200\n"), Metrics.REQUEST_RATE)).isNull();
    // Asleep: the wall clock went on, the monotonic one did not.
    at = at.plusSeconds(3600);
    MetricsReading awake = scrape("http_requests_total 900\n");
    assertThat(value(awake, Metrics.REQUEST_RATE)).isNull();
    assertThat(awake.reset()).isFalse();
  }

  @Test
  void sharesForgetWhatIsOlderThanAMinute() {
    scrape("http_requests_total{status=\"500\"} 0\nhttp_requests_total{status=\"200\"} 0\n");
    MetricsReading reading =
        scrape("http_requests_total{status=\"500\"} 10\nhttp_requests_total{status=\"200\"} 0\n");
    assertThat(value(reading, Metrics.ERROR_RATE)).isEqualTo(100);
    for (int i = 1; i <= 14; i++) {
      reading =
          scrape(
              "http_requests_total{status=\"500\"} 10\nhttp_requests_total{status=\"200\"} "
                  + i * 10
                  + "\n");
    }
    assertThat(value(reading, Metrics.ERROR_RATE)).isZero();
  }

  private MetricsReading scrape(String text) {
    at = at.plusSeconds(5);
    nanos += 5 * SECOND;
    return canonical.read(ExpositionParser.parse(text, false), at, nanos);
  }

  private static @Nullable Double value(MetricsReading reading, Metric metric) {
    return reading.samples().stream()
        .filter(s -> s.series().equals(Series.of(metric)))
        .map(Sample::value)
        .findFirst()
        .orElse(null);
  }
}
