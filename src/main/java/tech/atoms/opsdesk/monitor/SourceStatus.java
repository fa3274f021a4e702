package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;

/**
 * Freshness of one source.
 *
 * @param name e.g. "Health", see {@link tech.atoms.opsdesk.metric.Metrics}
 * @param interval how often it is read
 * @param lastSuccess when it last answered; null: never
 * @param problem why the last read failed or was put off; null where it succeeded
 * @param note why it is read less often than the profile asks; null where it is not
 * @param once whether it has answered only once so far: what grows is known from the second on
 */
public record SourceStatus(
    String name,
    Duration interval,
    @Nullable Instant lastSuccess,
    @Nullable Problem problem,
    @Nullable String note,
    boolean once) {

  /** Without a note, answering for a while. */
  public SourceStatus(
      String name, Duration interval, @Nullable Instant lastSuccess, @Nullable Problem problem) {
    this(name, interval, lastSuccess, problem, null, false);
  }

  /** Whether nobody has asked it yet. */
  public boolean isUnread() {
    return lastSuccess == null && problem == null;
  }

  /** Stale: no success within three intervals before {@code now}. */
  public boolean isStale(Instant now) {
    Instant last = lastSuccess;
    return last == null || Duration.between(last, now).compareTo(interval.multipliedBy(3)) > 0;
  }
}
