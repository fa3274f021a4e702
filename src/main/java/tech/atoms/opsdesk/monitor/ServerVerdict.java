package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Reading;
import tech.atoms.opsdesk.server.Cors;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/** Judges answers that a command has got from a server, by the rules of the state. */
public final class ServerVerdict {
  private static final Duration SLOW = Duration.ofSeconds(60);

  private ServerVerdict() {}

  /**
   * The rules that hold.
   *
   * @param interval the environment's sampling interval
   * @param https whether the server was asked over https
   * @param now the moment
   * @param answers in the order in which they came: {@link Health}, {@link Mcp}, {@link SignIn} and
   *     {@link Cors}; what did not answer is left out, and not judged
   * @return worst first; empty where none holds
   */
  public static List<Reason> of(Duration interval, boolean https, Instant now, List<?> answers) {
    PastKeeper past = new PastKeeper(https);
    Map<String, SourceFacts> sources = new HashMap<>();
    for (Object answer : answers) {
      String source = sourceOf(answer);
      past.add(new Reading(source, now, 0, Duration.ZERO, answer, null));
      Duration every = answer instanceof SignIn || answer instanceof Cors ? SLOW : interval;
      sources.put(source, new SourceFacts(source, every, false, Duration.ZERO, answer, null, 1));
    }
    Facts facts = new Facts(now, sources, Map.of(), past.past());
    return new Judge(StateRules.ALL, false)
        .judge(facts).stream().map(Judge.Verdict::reason).toList();
  }

  private static String sourceOf(Object answer) {
    return switch (answer) {
      case Health _ -> Metrics.HEALTH;
      case Mcp _ -> Metrics.MCP;
      case SignIn _ -> Metrics.AUTH;
      case Cors _ -> Metrics.CORS;
      default -> throw new IllegalArgumentException("no answer of a server: " + answer);
    };
  }
}
