package tech.atoms.opsdesk.checklist.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Finding;

/**
 * A finding, with the deployment that was live when its check began.
 *
 * @param finding what was found
 * @param deployment the platform's id; null where it was not known
 */
public record Recorded(Finding finding, @Nullable String deployment) {
  /** Clocks of two desks may differ by so much. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The latest that the clock of any desk of a team may show. */
  public static Instant latest(Instant now) {
    return now.plus(SKEW);
  }

  /** Whether a clock was wrong, then or now. */
  public boolean isYetToCome(Instant now) {
    return finding.at().isAfter(latest(now));
  }
}
