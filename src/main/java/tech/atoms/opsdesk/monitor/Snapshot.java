package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;

/**
 * Everything known about an environment at one instant. Immutable.
 *
 * @param at when it was merged
 * @param state of the whole, by the rules of {@code docs/state-rules.md}
 * @param since when it entered that state
 * @param reasons the rules that hold, worst first; empty while healthy
 * @param components the strip, in its order, always all six
 * @param latest newest sample of each series, however old: ask {@link #isStale}
 * @param sources freshness of every source
 * @param sessions application sessions; null: not measured, or not readable
 * @param sessionsMissing why they are not readable, e.g. no rights; null where they are, or where
 *     the database did not answer
 * @param deployment what is live, as the platform told last: its source tells when; null: no
 *     platform, or not read yet
 * @param serverVersion as the health endpoint tells it; null: not provided
 * @param changes newest first, at most 500
 * @param storeTrouble why history is kept in memory only; null while the store works
 */
public record Snapshot(
    Instant at,
    State state,
    Instant since,
    List<Reason> reasons,
    List<Component> components,
    Map<Series, Sample> latest,
    List<SourceStatus> sources,
    @Nullable SessionCounts sessions,
    @Nullable DatabaseException sessionsMissing,
    @Nullable DeploymentInfo deployment,
    @Nullable String serverVersion,
    List<StateChange> changes,
    @Nullable Problem storeTrouble) {

  /** Copies the collections. */
  public Snapshot {
    reasons = List.copyOf(reasons);
    components = List.copyOf(components);
    latest = Map.copyOf(latest);
    sources = List.copyOf(sources);
    changes = List.copyOf(changes);
  }

  /** Newest sample of a metric without labels; null where there is none. */
  public @Nullable Sample latest(Metric metric) {
    return latest.get(Series.of(metric));
  }

  /** The status of a source; null where the environment has no such source. */
  public @Nullable SourceStatus source(String name) {
    return sources.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
  }

  /**
   * Whether what this metric's source last told is too old to be shown as current at {@code now}:
   * older than three intervals, for counts of sessions also than these are kept.
   */
  public boolean isStale(Metric metric, Instant now) {
    Sample sample = latest(metric);
    SourceStatus source = source(metric.source());
    if (sample == null || source == null) {
      return true;
    }
    boolean kept = sessions != null && metric.source().equals(Metrics.SESSIONS);
    Duration most = source.interval().multipliedBy(3);
    most = kept && sessions != null ? most.plus(sessions.keptFor()) : most;
    return Duration.between(sample.at(), now).abs().compareTo(most) > 0;
  }
}
