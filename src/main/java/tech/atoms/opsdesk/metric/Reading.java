package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What one read of a source brought: a value or a failure.
 *
 * @param source name of the source
 * @param at when it ended, by the wall clock
 * @param nanos when it ended, by the monotonic clock of the {@link Scheduler}
 * @param took how long it took
 * @param value what was read; null where it failed
 * @param failure why it failed; null where it succeeded
 */
public record Reading(
    String source,
    Instant at,
    long nanos,
    Duration took,
    @Nullable Object value,
    @Nullable ProblemException failure) {

  /** The failure in words; null where the read succeeded. */
  public @Nullable Problem problem() {
    return failure == null ? null : failure.problem();
  }
}
