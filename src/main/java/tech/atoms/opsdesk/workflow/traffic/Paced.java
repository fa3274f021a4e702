package tech.atoms.opsdesk.workflow.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Observed;

/**
 * Looks no more often than at an interval: a server that is looked at without pause answers with
 * its limit of requests. Between two looks the last one counts, also where it failed. One thread.
 */
public final class Paced implements Supplier<Observed> {
  private final Duration interval;
  private final InstantSource clock;
  private final Supplier<Observed> look;
  private @Nullable Observed last;
  private @Nullable ProblemException trouble;
  private Instant next = Instant.MIN;

  /**
   * Paces a look.
   *
   * @param interval between two
   */
  public Paced(Duration interval, InstantSource clock, Supplier<Observed> look) {
    this.interval = interval;
    this.clock = clock;
    this.look = look;
  }

  @Override
  public Observed get() {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(interval);
      last = null;
      trouble = null;
      try {
        last = look.get();
      } catch (ProblemException e) {
        trouble = e;
      }
    }
    if (last == null) {
      throw trouble == null ? new IllegalStateException("nothing was looked at") : trouble;
    }
    return last;
  }
}
