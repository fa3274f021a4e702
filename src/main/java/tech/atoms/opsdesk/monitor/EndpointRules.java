package tech.atoms.opsdesk.monitor;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.monitor.Rule.Hit;
import tech.atoms.opsdesk.server.Cors;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;

/** Rules about the metrics and MCP endpoints, cross-origin headers, rate limit, version. */
final class EndpointRules {
  /** The platform is asked every 15 s: right after a deployment the two may differ. */
  private static final int AFTER_DEPLOYMENT = 4;

  static final List<Rule> ALL =
      List.of(
          rule(
              "mcp-unreachable",
              Kind.MCP_ENDPOINT,
              Metrics.MCP,
              "The newest look at the MCP endpoint got no connection, no accepted certificate or no"
                  + " answer in time. DOWN",
              EndpointRules::mcpUnreachable),
          rule(
              "mcp-error",
              Kind.MCP_ENDPOINT,
              Metrics.MCP,
              "The MCP endpoint answers with an error, or there is none. DOWN for 404 and 405,"
                  + " otherwise DEGRADED. A 401 or 429 is no error",
              EndpointRules::mcpError),
          rule(
              "metrics-gone",
              null,
              Metrics.METRICS,
              "The newest read of the metrics endpoint of the profile failed. DEGRADED",
              EndpointRules::metricsGone),
          rule(
              "metrics-malformed",
              null,
              Metrics.METRICS,
              "The metrics text holds negative or duplicate counters, values that are no numbers,"
                  + " malformed lines, or is cut off. DEGRADED",
              EndpointRules::metricsMalformed),
          rule(
              "cors-missing",
              Kind.CORS,
              Metrics.CORS,
              "The answer to a preflight carries no Access-Control-Allow-Origin. DEGRADED",
              EndpointRules::corsMissing),
          rule(
              "rate-limit-off",
              Kind.RATE_LIMITER,
              Metrics.METRICS,
              "The server tells a limit of 0 requests per minute, calls its rate limiter unhealthy,"
                  + " or its answers no longer carry the limit that they carried before. DEGRADED",
              EndpointRules::rateLimitOff),
          new Rule(
              "version-mismatch",
              null,
              Metrics.HEALTH,
              AFTER_DEPLOYMENT,
              "The version that the health endpoint tells is not the one that the platform says is"
                  + " live. DEGRADED",
              EndpointRules::versionMismatch));

  private EndpointRules() {}

  private static Rule rule(
      String name,
      @Nullable Kind component,
      String source,
      String condition,
      Function<Facts, @Nullable Hit> test) {
    return new Rule(name, component, source, 1, condition, test);
  }

  private static @Nullable Hit mcpUnreachable(Facts facts) {
    ProblemException failure = facts.failure(Metrics.MCP);
    return failure == null || !facts.unreachable(Metrics.MCP)
        ? null
        : new Hit(State.DOWN, "MCP endpoint unreachable: " + failure.problem().why());
  }

  private static @Nullable Hit mcpError(Facts facts) {
    ProblemException failure = facts.fault(Metrics.MCP);
    if (failure == null) {
      return null;
    }
    Problem problem = failure.problem();
    boolean missing =
        failure instanceof HttpFailure http && http.kind() == HttpFailure.Kind.NOT_THERE;
    return new Hit(missing ? State.DOWN : State.DEGRADED, problem.what() + ": " + problem.why());
  }

  private static @Nullable Hit metricsGone(Facts facts) {
    ProblemException failure = facts.failure(Metrics.METRICS);
    return failure == null || facts.serverGone() || Facts.couldNotAsk(failure)
        ? null
        : new Hit(State.DEGRADED, failure.problem().what() + ": " + failure.problem().why());
  }

  private static @Nullable Hit metricsMalformed(Facts facts) {
    MetricsReading reading = facts.value(Metrics.METRICS, MetricsReading.class);
    if (reading == null || reading.oddities().isEmpty()) {
      return null;
    }
    var first = reading.oddities().getFirst();
    int more = reading.oddities().size() - 1;
    return new Hit(
        State.DEGRADED,
        "Metrics text: "
            + first.count()
            + " × "
            + first.what()
            + (first.example().isEmpty() ? "" : ", first \"" + first.example() + "\"")
            + (more == 0 ? "" : ", and " + more + " more kinds"));
  }

  private static @Nullable Hit corsMissing(Facts facts) {
    Cors cors = facts.value(Metrics.CORS, Cors.class);
    return cors == null || cors.allowOrigin() != null
        ? null
        : new Hit(
            State.DEGRADED, "Preflight answers " + cors.statusCode() + " without Allow-Origin");
  }

  private static @Nullable Hit rateLimitOff(Facts facts) {
    MetricsReading reading = facts.value(Metrics.METRICS, MetricsReading.class);
    Double limit = reading == null ? null : reading.ratePerMinute();
    if (limit != null && limit <= 0) {
      return new Hit(State.DEGRADED, "Rate limiter is off");
    }
    Health health = facts.health();
    String word = health == null ? null : health.checks().get("rate_limiter");
    if (word != null && !Health.isGood(word)) {
      return new Hit(State.DEGRADED, "Health calls the rate limiter " + word);
    }
    Mcp mcp = facts.value(Metrics.MCP, Mcp.class);
    boolean silent =
        mcp != null
            && mcp.outcome() == Mcp.Outcome.LISTED
            && RateHeaders.limit(mcp) == null
            && facts.past().rateLimitSeen();
    return silent ? new Hit(State.DEGRADED, "Answers no longer carry the rate limit") : null;
  }

  private static @Nullable Hit versionMismatch(Facts facts) {
    Health health = facts.health();
    PlatformReading platform = facts.value(Metrics.PLATFORM, PlatformReading.class);
    if (health == null || health.version() == null || platform == null) {
      return null;
    }
    DeploymentInfo live = platform.deployment();
    if (live == null
        || live.version().isEmpty()
        || plain(live.version()).equals(plain(health.version()))) {
      return null;
    }
    return new Hit(
        State.DEGRADED,
        "Server says version " + health.version() + ", the platform says " + live.version());
  }

  private static String plain(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }
}
