package tech.atoms.opsdesk.monitor;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.ReadTooLate;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.server.Health;

/**
 * Everything the rules may look at. What is too old, or was followed by a failure, is not in it.
 *
 * @param now the moment
 * @param sources by name; a source that the environment does not have is absent
 * @param latest newest sample of each series, however old
 * @param past what only earlier readings tell
 */
record Facts(Instant now, Map<String, SourceFacts> sources, Map<Series, Sample> latest, Past past) {

  /** The source of a name; null where the environment has none. */
  @Nullable SourceFacts source(String name) {
    return sources.get(name);
  }

  /** What the newest reading of a source brought; null where that is not known now. */
  <T> @Nullable T value(String source, Class<T> type) {
    SourceFacts facts = sources.get(source);
    // Read once a minute, these two would speak for a server that is gone.
    boolean slow = source.equals(Metrics.AUTH) || source.equals(Metrics.CORS);
    return facts != null && type.isInstance(facts.value()) && !(slow && serverGone())
        ? type.cast(facts.value())
        : null;
  }

  /** Why the newest reading of a source failed; null where it did not. */
  @Nullable ProblemException failure(String source) {
    SourceFacts facts = sources.get(source);
    return facts == null ? null : facts.failure();
  }

  /** Whether nothing at all comes from a source: refused, timed out, TLS not accepted. */
  boolean unreachable(String source) {
    return switch (failure(source)) {
      case HttpFailure http -> http.kind().isUnreachable();
      case ReadTooLate late -> true;
      case null, default -> false;
    };
  }

  /**
   * Why the newest reading of a source failed, where the source answered and the fault is its own;
   * null where it did not fail, is unreachable, or the desk could not ask it.
   */
  @Nullable ProblemException fault(String source) {
    ProblemException failure = failure(source);
    return failure == null || unreachable(source) || couldNotAsk(failure) ? null : failure;
  }

  /**
   * Whether a failure says nothing of the source, only of the desk itself: a secret that is not
   * there, a setting, its own budget, a fault in its code.
   */
  static boolean couldNotAsk(ProblemException failure) {
    return switch (failure) {
      case HttpFailure http -> http.kind() == HttpFailure.Kind.SETTINGS;
      case DatabaseException database -> database.isOwnFault();
      case ReadTooLate late -> false;
      default -> true;
    };
  }

  /** The current value of a metric without labels; null where it is not known now. */
  @Nullable Double metric(Metric metric) {
    SourceFacts facts = sources.get(metric.source());
    Sample sample = latest.get(Series.of(metric));
    if (facts == null || facts.value() == null || sample == null) {
      return null;
    }
    long age = java.time.Duration.between(sample.at(), now).toNanos();
    return Math.abs(age) > 3 * facts.interval().toNanos() ? null : sample.value();
  }

  /** Whether the newest read of the health endpoint reached nothing at all. */
  boolean serverGone() {
    return unreachable(Metrics.HEALTH);
  }

  /** The newest health answer; null where it is not known now. */
  @Nullable Health health() {
    return value(Metrics.HEALTH, Health.class);
  }
}
