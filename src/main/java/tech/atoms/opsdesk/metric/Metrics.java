package tech.atoms.opsdesk.metric;

import static tech.atoms.opsdesk.metric.Metric.Group.APPLICATION;
import static tech.atoms.opsdesk.metric.Metric.Group.BUSINESS;
import static tech.atoms.opsdesk.metric.Metric.Group.INFRASTRUCTURE;
import static tech.atoms.opsdesk.metric.Target.Direction.AT_LEAST;
import static tech.atoms.opsdesk.metric.Target.Direction.BELOW;

import java.util.List;
import java.util.Optional;

/** The canonical metrics, named as the alert conditions of the specification name them. */
public final class Metrics {
  /** Source names, as the footer and the freshness strip show them. */
  public static final String HEALTH = "Health";

  /** The OpenMetrics endpoint. */
  public static final String METRICS = "Metrics";

  /** The MCP endpoint. */
  public static final String MCP = "MCP";

  /** The monitored PostgreSQL. */
  public static final String DATABASE = "Database";

  /** Counts of application sessions: a scan, so apart from the quick look at the database. */
  public static final String SESSIONS = "Sessions";

  /** Sign-in: the challenge, the documents behind it, the signing keys. */
  public static final String AUTH = "Auth";

  /** Cross-origin headers. */
  public static final String CORS = "CORS";

  /** The platform's API. */
  public static final String PLATFORM = "Platform";

  public static final Metric REQUEST_RATE =
      metric("request_rate", "Request rate", Unit.PER_SECOND, APPLICATION, METRICS);
  public static final Metric P50_RESPONSE_TIME =
      metric("p50_response_time", "Latency p50", Unit.MILLISECONDS, APPLICATION, METRICS);
  public static final Metric P95_RESPONSE_TIME =
      below(
          "p95_response_time",
          "Latency p95",
          Unit.MILLISECONDS,
          APPLICATION,
          METRICS,
          500,
          "api_execute_tool");
  public static final Metric P99_RESPONSE_TIME =
      metric("p99_response_time", "Latency p99", Unit.MILLISECONDS, APPLICATION, METRICS);
  public static final Metric ERROR_RATE =
      below("error_rate", "Error rate", Unit.PERCENT, APPLICATION, METRICS, 0.1, "error_rate");
  public static final Metric ERROR_RATE_4XX =
      metric("error_rate_4xx", "4xx responses", Unit.PERCENT, APPLICATION, METRICS);
  public static final Metric ERROR_RATE_5XX =
      below(
          "error_rate_5xx",
          "5xx responses",
          Unit.PERCENT,
          APPLICATION,
          METRICS,
          0.05,
          "5xx_errors");
  public static final Metric TIMEOUT_RATE =
      below("timeout_rate", "Timeouts", Unit.PERCENT, APPLICATION, METRICS, 0.01, "timeout_rate");
  public static final Metric ACTIVE_SESSIONS =
      metric("active_sessions", "Active sessions", Unit.COUNT, APPLICATION, SESSIONS);
  public static final Metric CACHE_HIT_RATE =
      new Metric(
          "cache_hit_rate",
          "Cache hit rate",
          Unit.PERCENT,
          APPLICATION,
          METRICS,
          new Target(AT_LEAST, 70, "9.3 low_cache_hit_rate"));
  public static final Metric DATABASE_CONNECTIONS =
      below(
          "database_connections",
          "DB connections",
          Unit.COUNT,
          APPLICATION,
          METRICS,
          20,
          "database_connections");
  public static final Metric MAX_CONNECTIONS =
      metric("max_connections", "DB connection limit", Unit.COUNT, APPLICATION, METRICS);
  public static final Metric AVAILABLE_CONNECTIONS =
      metric("available_connections", "DB connections free", Unit.COUNT, APPLICATION, METRICS);
  public static final Metric HEALTH_RESPONSE_TIME =
      below(
          "health_response_time",
          "Health endpoint",
          Unit.MILLISECONDS,
          APPLICATION,
          HEALTH,
          50,
          "health_endpoint");
  public static final Metric TOOLS_LIST_RESPONSE_TIME =
      below(
          "tools_list_response_time",
          "List tools",
          Unit.MILLISECONDS,
          APPLICATION,
          MCP,
          100,
          "api_list_tools");
  public static final Metric TOOL_CALL_P95 =
      below(
          "tool_call_p95",
          "Tool calls p95",
          Unit.MILLISECONDS,
          APPLICATION,
          METRICS,
          500,
          "api_execute_tool");
  public static final Metric DATABASE_RESPONSE_TIME =
      below(
          "database_response_time",
          "Database query",
          Unit.MILLISECONDS,
          APPLICATION,
          DATABASE,
          100,
          "database_query");

  /** What counting costs the database; the dearer it is, the longer a count is kept. */
  public static final Metric SESSION_COUNT_TIME =
      metric("session_count_time", "Counting sessions", Unit.MILLISECONDS, APPLICATION, SESSIONS);

  public static final Metric CPU_USAGE =
      below("cpu_usage", "CPU", Unit.PERCENT, INFRASTRUCTURE, METRICS, 70, "cpu_usage");
  public static final Metric MEMORY_USAGE =
      below("memory_usage", "Memory", Unit.BYTES, INFRASTRUCTURE, METRICS, 512e6, "memory_usage");
  public static final Metric CACHE_MEMORY =
      below(
          "cache_memory",
          "Cache memory",
          Unit.BYTES,
          INFRASTRUCTURE,
          METRICS,
          100e6,
          "cache_memory");
  public static final Metric DISK_IO =
      metric("disk_io", "Disk I/O", Unit.BYTES_PER_SECOND, INFRASTRUCTURE, METRICS);
  public static final Metric NETWORK_IN =
      metric("network_in", "Network in", Unit.BYTES_PER_SECOND, INFRASTRUCTURE, METRICS);
  public static final Metric NETWORK_OUT =
      metric("network_out", "Network out", Unit.BYTES_PER_SECOND, INFRASTRUCTURE, METRICS);
  public static final Metric COLD_STARTS =
      metric("cold_starts", "Cold starts", Unit.PER_MINUTE, INFRASTRUCTURE, METRICS);
  public static final Metric LAMBDA_DURATION =
      metric("lambda_duration", "Lambda duration p95", Unit.MILLISECONDS, INFRASTRUCTURE, METRICS);

  public static final Metric ACTIVE_USERS =
      metric("active_users", "Active users", Unit.COUNT, BUSINESS, SESSIONS);
  public static final Metric API_CALLS_PER_USER =
      metric("api_calls_per_user", "API calls per user", Unit.PER_HOUR, BUSINESS, METRICS);

  /** Labelled {@code tool}. */
  public static final Metric TOOL_CALLS =
      metric("tool_calls", "Tool calls", Unit.PER_MINUTE, BUSINESS, METRICS);

  public static final Metric AUTH_SUCCESS_RATE =
      metric("auth_success_rate", "Sign-in success", Unit.PERCENT, BUSINESS, METRICS);

  /** All of them, in the order of the Metrics screen. */
  public static final List<Metric> ALL =
      List.of(
          P50_RESPONSE_TIME,
          P95_RESPONSE_TIME,
          P99_RESPONSE_TIME,
          TOOL_CALL_P95,
          ERROR_RATE,
          ERROR_RATE_4XX,
          ERROR_RATE_5XX,
          TIMEOUT_RATE,
          REQUEST_RATE,
          CACHE_HIT_RATE,
          ACTIVE_SESSIONS,
          DATABASE_CONNECTIONS,
          MAX_CONNECTIONS,
          AVAILABLE_CONNECTIONS,
          HEALTH_RESPONSE_TIME,
          TOOLS_LIST_RESPONSE_TIME,
          DATABASE_RESPONSE_TIME,
          SESSION_COUNT_TIME,
          CPU_USAGE,
          MEMORY_USAGE,
          CACHE_MEMORY,
          DISK_IO,
          NETWORK_IN,
          NETWORK_OUT,
          COLD_STARTS,
          LAMBDA_DURATION,
          ACTIVE_USERS,
          API_CALLS_PER_USER,
          TOOL_CALLS,
          AUTH_SUCCESS_RATE);

  private Metrics() {}

  /** The metric of a name; empty where the catalogue has none. */
  public static Optional<Metric> named(String name) {
    return ALL.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  private static Metric metric(
      String name, String title, Unit unit, Metric.Group group, String source) {
    return new Metric(name, title, unit, group, source, null);
  }

  private static Metric below(
      String name,
      String title,
      Unit unit,
      Metric.Group group,
      String source,
      double bound,
      String line) {
    return new Metric(name, title, unit, group, source, new Target(BELOW, bound, "7.1 " + line));
  }
}
