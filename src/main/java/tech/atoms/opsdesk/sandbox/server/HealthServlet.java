package tech.atoms.opsdesk.sandbox.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** {@code /health} as specification 6.1 has it. A figure that is not known is null, never 0. */
final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Checks checks;
  private final transient Measures measures;
  private final transient Gatekeeper gatekeeper;
  private final transient LiveCounts live;
  private final transient Faults faults;
  private final transient InstantSource clock;
  private final transient Supplier<Instant> timestamp;
  private final transient Instant started;
  private final transient Supplier<String> version;

  /**
   * The servlet.
   *
   * @param timestamp what it gives as the time of the answer
   */
  HealthServlet(
      Checks checks,
      Measures measures,
      Gatekeeper gatekeeper,
      LiveCounts live,
      Faults faults,
      InstantSource clock,
      Supplier<Instant> timestamp,
      Supplier<String> version) {
    this.checks = checks;
    this.measures = measures;
    this.gatekeeper = gatekeeper;
    this.live = live;
    this.faults = faults;
    this.clock = clock;
    this.timestamp = timestamp;
    this.started = clock.instant();
    this.version = version;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean lying = faults.active(Fault.HEALTH_LYING);
    Map<String, Boolean> results = checks.run();
    if (lying) {
      results.put(Checks.DATABASE, false);
    }
    boolean healthy = !results.containsValue(false);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", word(healthy));
    body.put("timestamp", timestamp.get().truncatedTo(ChronoUnit.SECONDS).toString());
    body.put("version", version.get());
    Map<String, Object> words = new LinkedHashMap<>();
    results.forEach((name, good) -> words.put(name, word(good)));
    body.put("checks", words);
    body.put("metrics", metrics());
    gatekeeper.showLimit(request, response);
    boolean refused = faults.active(Fault.HEALTH_REFUSED);
    Replies.json(response, (healthy || lying) && !refused ? 200 : 503, body);
  }

  private Map<String, Object> metrics() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
    metrics.put("request_count", measures.requestCount());
    LiveCounts.Counted counted = live.newest();
    Replies.putNullable(metrics, "active_sessions", counted == null ? null : counted.sessions());
    Double rate = measures.cacheHitRate();
    Replies.putNullable(
        metrics, "cache_hit_rate", rate == null ? null : Math.round(rate * 1e4) / 1e4);
    return metrics;
  }

  private static String word(boolean healthy) {
    return healthy ? "healthy" : "unhealthy";
  }
}
