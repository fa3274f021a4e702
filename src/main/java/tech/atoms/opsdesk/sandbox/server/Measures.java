package tech.atoms.opsdesk.sandbox.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code /metrics} tells. {@link #reset} lets every counter and histogram start
 * from 0 again, as a new process would. Safe on any thread.
 */
final class Measures {
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1,
    1.5, 2.5, 5, 10
  };

  private final PrometheusRegistry gauges = new PrometheusRegistry();
  private final ProcessFigures process = new ProcessFigures();
  private final NetworkBytes network;
  private volatile Counts counts;

  Measures(NetworkBytes network, String version, String commit) {
    this.network = network;
    this.counts = new Counts(false);
    Info.builder()
        .name("atoms_info")
        .help("What runs.")
        .labelNames("version", "commit")
        .register(gauges)
        .setLabelValues(version, commit);
    gauge("process_resident_memory_bytes", Unit.BYTES, "Resident memory.", process::residentBytes);
  }

  /** Adds a gauge; an empty value leaves it out of the answer. */
  void gauge(String name, @Nullable Unit unit, String help, Supplier<OptionalDouble> value) {
    GaugeWithCallback.builder()
        .name(name)
        .unit(unit)
        .help(help)
        .callback(callback -> value.get().ifPresent(callback::call))
        .register(gauges);
  }

  /** A request was answered. */
  void request(String route, String method, int status, double seconds) {
    Counts now = counts;
    now.requests.labelValues(route, method, Integer.toString(status)).inc();
    now.requestDuration.labelValues(route).observe(seconds);
  }

  /**
   * A request was given up because something behind it did not answer in time. Such a request is
   * counted here only, not in {@code http_requests_total}.
   */
  void timeout() {
    counts.timeouts.inc();
  }

  void toolCall(String tool, boolean success, double seconds) {
    Counts now = counts;
    now.toolCalls.labelValues(tool, success ? "success" : "error").inc();
    now.toolDuration.labelValues(tool).observe(seconds);
  }

  void cacheRead(boolean hit) {
    (hit ? counts.cacheHits : counts.cacheMisses).inc();
  }

  void coldStart() {
    counts.coldStarts.inc();
  }

  void invocation(double seconds) {
    counts.invocations.observe(seconds);
  }

  /** A token was presented. */
  void authentication(boolean success) {
    counts.authentications.labelValues(success ? "success" : "failure").inc();
  }

  void rejectedByLimiter() {
    counts.rejections.inc();
  }

  /** Requests answered since the counters started. */
  long requestCount() {
    return (long)
        counts.requests.collect().getDataPoints().stream().mapToDouble(p -> p.getValue()).sum();
  }

  /** Share of cached reads that hit, 0 to 1; null where nothing was read. */
  @Nullable Double cacheHitRate() {
    Counts now = counts;
    double hits = now.cacheHits.get();
    double reads = hits + now.cacheMisses.get();
    return reads == 0 ? null : hits / reads;
  }

  /** Every counter and histogram starts again. */
  void reset() {
    counts = new Counts(true);
  }

  MetricSnapshots scrape() {
    var all = MetricSnapshots.builder();
    counts.registry.scrape().forEach(all::metricSnapshot);
    gauges.scrape().forEach(all::metricSnapshot);
    return all.build();
  }

  /** One life of the counters. */
  private final class Counts {
    final PrometheusRegistry registry = new PrometheusRegistry();
    final Counter requests =
        counter("http_requests_total", "Requests answered.", "route", "method", "status");
    final Counter timeouts =
        counter("http_request_timeouts_total", "Requests given up, not counted as answered.");
    final Counter toolCalls =
        counter("mcp_tool_calls_total", "Tools called, by outcome.", "tool", "outcome");
    final Counter cacheHits = counter("cache_hits_total", "Reads answered by the cache.");
    final Counter cacheMisses = counter("cache_misses_total", "Reads the cache had nothing for.");
    final Counter coldStarts = counter("lambda_cold_starts_total", "Instances started.");
    final Counter authentications =
        counter("auth_attempts_total", "Tokens presented, by outcome.", "outcome");
    final Counter rejections =
        counter("rate_limiter_rejections_total", "Requests refused for their number.");
    final Histogram requestDuration =
        histogram("http_request_duration_seconds", "Time to answer a request.", "route");
    final Histogram toolDuration =
        histogram("mcp_tool_call_duration_seconds", "Time of a tool call.", "tool");
    final Histogram invocations =
        histogram("lambda_duration_seconds", "Time of an invocation, cold starts included.");

    Counts(boolean fromZero) {
      grows("process_cpu_seconds_total", "Processor time.", process::cpuSeconds, fromZero);
      grows("process_disk_read_bytes_total", "Read from disks.", process::diskRead, fromZero);
      grows(
          "process_disk_written_bytes_total", "Written to disks.", process::diskWritten, fromZero);
      grows(
          "process_network_receive_bytes_total",
          "Received over HTTP.",
          () -> OptionalDouble.of((double) network.received()),
          fromZero);
      grows(
          "process_network_transmit_bytes_total",
          "Sent over HTTP.",
          () -> OptionalDouble.of((double) network.sent()),
          fromZero);
    }

    private Counter counter(String name, String help, String... labels) {
      return Counter.builder()
          .name(name)
          .help(help)
          .labelNames(labels)
          .withoutExemplars()
          .register(registry);
    }

    private Histogram histogram(String name, String help, String... labels) {
      return Histogram.builder()
          .name(name)
          .unit(Unit.SECONDS)
          .help(help)
          .labelNames(labels)
          .classicOnly()
          .classicUpperBounds(BOUNDS)
          .withoutExemplars()
          .register(registry);
    }

    private void grows(String name, String help, Supplier<OptionalDouble> total, boolean fromZero) {
      double base = fromZero ? total.get().orElse(0) : 0;
      CounterWithCallback.builder()
          .name(name)
          .unit(name.contains("seconds") ? Unit.SECONDS : Unit.BYTES)
          .help(help)
          .callback(c -> total.get().ifPresent(t -> c.call(Math.max(0, t - base))))
          .register(registry);
    }
  }
}
