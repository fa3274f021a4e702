package tech.atoms.opsdesk.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;

/**
 * Serverless instances as the platform runs them: each serves one request at a time, the one used
 * last is used first, and one that was idle for too long is gone. A request that finds none warm
 * starts one cold. Safe on any thread.
 */
final class Lambda {
  private final ArrayDeque<Instant> warm = new ArrayDeque<>();
  private final InstantSource clock;
  private final Duration coldAfter;

  Lambda(InstantSource clock, Duration coldAfter) {
    this.clock = clock;
    this.coldAfter = coldAfter;
  }

  /**
   * Takes an instance.
   *
   * @return whether it is a cold start
   */
  synchronized boolean enter() {
    Instant gone = clock.instant().minus(coldAfter);
    while (!warm.isEmpty() && !warm.getFirst().isAfter(gone)) {
      warm.removeFirst();
    }
    return warm.pollLast() == null;
  }

  /** Gives the instance back. */
  synchronized void leave() {
    warm.addLast(clock.instant());
  }
}
