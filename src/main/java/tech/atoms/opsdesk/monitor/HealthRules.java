package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Rule.Hit;
import tech.atoms.opsdesk.server.Health;

/** Rules about the health endpoint: whether the server answers, and what it says of itself. */
final class HealthRules {
  /** How far the server's clock may be from this machine's. */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

  static final String SERVER_UNREACHABLE = "server-unreachable";

  static final List<Rule> ALL =
      List.of(
          rule(
              SERVER_UNREACHABLE,
              "The newest read of the health endpoint got no connection, no accepted certificate or"
                  + " no answer in time. DOWN",
              HealthRules::unreachable),
          rule(
              "health-unreadable",
              "The health endpoint answers a web page, invalid JSON, nothing at all, more than 64"
                  + " KiB or a redirect that leads nowhere. DEGRADED",
              HealthRules::unreadable),
          rule(
              "health-status-code",
              "The health endpoint answers another status than 200. DOWN for 5xx while the MCP"
                  + " endpoint fails too, otherwise DEGRADED",
              HealthRules::statusCode),
          rule(
              "health-says-unhealthy",
              "The health endpoint's own word is not healthy, whatever its status code. DEGRADED",
              HealthRules::unhealthy),
          rule(
              "component-unhealthy",
              "The health endpoint calls one of its components unhealthy. DEGRADED",
              HealthRules::component),
          rule(
              "health-timestamp-future",
              "The health timestamp is more than 30 s ahead of this machine's clock. DEGRADED",
              HealthRules::future),
          rule(
              "health-stale",
              "The health timestamp has not advanced for two intervals, or is older than two"
                  + " intervals and 30 s. DEGRADED",
              HealthRules::stale));

  private HealthRules() {}

  private static Rule rule(
      String name, String condition, java.util.function.Function<Facts, @Nullable Hit> test) {
    return new Rule(name, null, Metrics.HEALTH, 1, condition, test);
  }

  private static @Nullable Hit unreachable(Facts facts) {
    ProblemException failure = facts.failure(Metrics.HEALTH);
    return failure == null || !facts.unreachable(Metrics.HEALTH)
        ? null
        : new Hit(State.DOWN, "Server unreachable: " + failure.problem().why());
  }

  private static @Nullable Hit unreadable(Facts facts) {
    ProblemException failure = facts.fault(Metrics.HEALTH);
    if (failure == null) {
      return null;
    }
    Problem problem = failure.problem();
    return new Hit(State.DEGRADED, problem.what() + ": " + problem.why());
  }

  private static @Nullable Hit statusCode(Facts facts) {
    Health health = facts.health();
    if (health == null || health.statusCode() == 200) {
      return null;
    }
    boolean down = health.statusCode() >= 500 && mcpFails(facts);
    return new Hit(
        down ? State.DOWN : State.DEGRADED,
        "Health endpoint answers " + health.statusCode() + " (expected 200)");
  }

  private static boolean mcpFails(Facts facts) {
    return facts.unreachable(Metrics.MCP) || facts.fault(Metrics.MCP) != null;
  }

  private static @Nullable Hit unhealthy(Facts facts) {
    Health health = facts.health();
    return health == null || !health.saysUnhealthy()
        ? null
        : new Hit(
            State.DEGRADED,
            "Health says \"" + health.word() + "\" with status " + health.statusCode());
  }

  private static @Nullable Hit component(Facts facts) {
    Health health = facts.health();
    if (health == null) {
      return null;
    }
    String bad =
        health.checks().entrySet().stream()
            .filter(e -> !Health.isGood(e.getValue()))
            .map(e -> e.getKey().replace('_', ' ') + " " + e.getValue().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(", "));
    return bad.isEmpty() ? null : new Hit(State.DEGRADED, "Health reports " + bad);
  }

  private static @Nullable Hit future(Facts facts) {
    Health health = facts.health();
    if (health == null || health.timestamp() == null) {
      return null;
    }
    Duration ahead = Duration.between(health.at(), health.timestamp());
    return ahead.compareTo(CLOCK_TOLERANCE) <= 0
        ? null
        : new Hit(
            State.DEGRADED,
            "Health timestamp is " + Words.seconds(ahead) + " ahead of this machine's clock");
  }

  private static @Nullable Hit stale(Facts facts) {
    Health health = facts.health();
    SourceFacts source = facts.source(Metrics.HEALTH);
    if (health == null || source == null || health.timestamp() == null) {
      return null;
    }
    Duration age = Duration.between(health.timestamp(), health.at());
    // Without the tolerance a server whose clock is behind would never be well.
    Duration most = source.interval().multipliedBy(2);
    Duration frozen = facts.past().healthFrozen();
    if (frozen.compareTo(most) >= 0) {
      return new Hit(
          State.DEGRADED, "Health timestamp has stood still for " + Words.seconds(frozen));
    }
    return age.compareTo(most.plus(CLOCK_TOLERANCE)) <= 0
        ? null
        : new Hit(State.DEGRADED, "Health timestamp is " + Words.seconds(age) + " old");
  }
}
