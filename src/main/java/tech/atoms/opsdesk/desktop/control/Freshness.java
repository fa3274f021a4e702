package tech.atoms.opsdesk.desktop.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import tech.atoms.opsdesk.monitor.Component;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;

/**
 * What may still be said at {@code now} of a snapshot made earlier. The monitor judges its sources;
 * this judges the monitor: when it stops publishing, nothing on the screen may stay green.
 */
public final class Freshness {
  private static final int INTERVALS = 3;

  private Freshness() {}

  /** Whether the snapshot itself is older than three sampling intervals. */
  public static boolean isLost(Snapshot snapshot, Duration interval, Instant now) {
    return isOld(snapshot.at(), interval, now);
  }

  /** Whether an instant is more than three intervals ago. */
  public static boolean isOld(Instant at, Duration interval, Instant now) {
    return Duration.between(at, now).compareTo(interval.multipliedBy(INTERVALS)) > 0;
  }

  /** The environment's state as it may be shown at {@code now}. */
  public static State state(Snapshot snapshot, Duration interval, Instant now) {
    return isLost(snapshot, interval, now) ? State.UNKNOWN : snapshot.state();
  }

  /** A component's state as it may be shown at {@code now}. */
  public static State state(
      Component component, Snapshot snapshot, Duration interval, Instant now) {
    return isLost(snapshot, interval, now) ? State.UNKNOWN : component.state();
  }

  /** When any source answered last; empty: none did yet. */
  public static Optional<Instant> lastAnswer(Snapshot snapshot) {
    return snapshot.sources().stream()
        .map(SourceStatus::lastSuccess)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }
}
