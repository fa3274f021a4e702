package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.server.Health;

/** Builds the component strip. Remembers when each component was last healthy. */
final class Strip {
  private final Map<Kind, Instant> lastHealthy = new EnumMap<>(Kind.class);

  /** All six components as the facts and the rules that hold make them. */
  List<Component> build(Facts facts, List<Judge.Verdict> verdicts) {
    return java.util.Arrays.stream(Kind.values()).map(k -> build(k, facts, verdicts)).toList();
  }

  /**
   * Learns from earlier runs when each component was last healthy.
   *
   * @param recorded newest first
   */
  void recall(List<StateChange> recorded) {
    for (Kind kind : Kind.values()) {
      recorded.stream()
          .filter(change -> change.subject().equals(kind.title()))
          .filter(change -> change.from() == State.HEALTHY || change.to() == State.HEALTHY)
          .findFirst()
          .ifPresent(change -> lastHealthy.putIfAbsent(kind, change.at()));
    }
  }

  private Component build(Kind kind, Facts facts, List<Judge.Verdict> verdicts) {
    Rule.@Nullable Hit hit = null;
    for (Judge.Verdict verdict : verdicts) {
      if (verdict.rule().component() == kind) {
        hit = new Rule.Hit(verdict.reason().state(), verdict.reason().text());
        break;
      }
    }
    String word = ownWord(kind, facts);
    if (hit == null && word != null && !Health.isGood(word)) {
      hit = new Rule.Hit(State.DEGRADED, "Says " + word);
    }
    String detail = StripDetails.of(kind, facts);
    Component cell;
    if (hit != null) {
      cell = cell(kind, hit.state(), hit.text());
    } else if (detail == null || (facts.serverGone() && kind != Kind.DATABASE)) {
      cell = cell(kind, State.UNKNOWN, missing(kind, facts));
    } else {
      lastHealthy.put(kind, facts.now());
      cell = cell(kind, State.HEALTHY, detail);
    }
    return cell;
  }

  private Component cell(Kind kind, State state, String detail) {
    return new Component(kind, state, detail, lastHealthy.get(kind));
  }

  private static String missing(Kind kind, Facts facts) {
    SourceFacts source = facts.source(sourceOf(kind));
    if (source == null) {
      return "Not in the profile";
    }
    if (source.failure() != null && Facts.couldNotAsk(source.failure())) {
      return source.failure().problem().what();
    }
    Duration silent = source.silent();
    if (silent == null) {
      return source.number() == 0 ? "Not read yet" : "Never answered";
    }
    return source.value() == null || source.stale()
        ? "No data for " + Words.seconds(silent)
        : facts.serverGone() ? "Server unreachable" : "Not provided";
  }

  /** What the health endpoint says of a component; null where it says nothing. */
  private static @Nullable String ownWord(Kind kind, Facts facts) {
    Health health = facts.health();
    String check =
        switch (kind) {
          case DATABASE -> "database";
          case AUTH -> "auth";
          case CACHE -> "cache";
          case RATE_LIMITER -> "rate_limiter";
          case MCP_ENDPOINT -> "mcp";
          case CORS -> "cors";
        };
    return health == null ? null : health.checks().get(check);
  }

  /** The source that tells about a component. */
  static String sourceOf(Kind kind) {
    return switch (kind) {
      case DATABASE -> Metrics.DATABASE;
      case MCP_ENDPOINT -> Metrics.MCP;
      case AUTH -> Metrics.AUTH;
      case CORS -> Metrics.CORS;
      case CACHE, RATE_LIMITER -> Metrics.METRICS;
    };
  }
}
