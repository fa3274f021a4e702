package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.monitor.Rule.Hit;

/** Rules about what keeps the desk from seeing how things are: what it does not know. */
final class DeskRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "desk-limited",
              Kind.MCP_ENDPOINT,
              Metrics.MCP,
              1,
              "The MCP endpoint has answered the desk nothing but 429 for three intervals. UNKNOWN",
              DeskRules::limited),
          new Rule(
              "desk-cannot-ask",
              null,
              "any",
              1,
              "The desk itself could not ask a source: a secret is missing, a setting is wrong, its"
                  + " own connections are busy, or it failed. The platform's API is left out."
                  + " UNKNOWN",
              DeskRules::cannotAsk));

  private DeskRules() {}

  private static @Nullable Hit limited(Facts facts) {
    SourceFacts mcp = facts.source(Metrics.MCP);
    Duration limited = facts.past().limited();
    return mcp == null
            || mcp.value() == null
            || limited.compareTo(mcp.interval().multipliedBy(3)) < 0
        ? null
        : new Hit(State.UNKNOWN, "Limits the desk (429) for " + Words.seconds(limited));
  }

  private static @Nullable Hit cannotAsk(Facts facts) {
    return facts.sources().values().stream()
        .filter(source -> !source.name().equals(Metrics.PLATFORM))
        .filter(source -> source.failure() != null && Facts.couldNotAsk(source.failure()))
        .map(DeskRules::words)
        .sorted()
        .findFirst()
        .map(words -> new Hit(State.UNKNOWN, words))
        .orElse(null);
  }

  private static String words(SourceFacts source) {
    ProblemException failure = java.util.Objects.requireNonNull(source.failure());
    return source.name()
        + " not asked: "
        + failure.problem().what()
        + ", "
        + failure.problem().why();
  }
}
