package tech.atoms.opsdesk.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import tech.atoms.opsdesk.common.Problem;

/** At most so many requests in any minute. Safe on any thread. */
public final class RequestBudget {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final int perMinute;
  private final LongSupplier nanoTime;
  private final Deque<Long> sent = new ArrayDeque<>();

  /**
   * Starts with nothing spent.
   *
   * @param perMinute most requests in any minute, at least 1
   * @param nanoTime monotonic time in nanoseconds
   */
  public RequestBudget(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes one request out of the budget.
   *
   * @param subject what is asked, for the error
   * @throws OverBudget where it is used up
   */
  void take(String subject, URI url) {
    Duration pause;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      while (!sent.isEmpty() && now - sent.getFirst() > MINUTE) {
        sent.removeFirst();
      }
      if (sent.size() < perMinute) {
        sent.addLast(now);
        return;
      }
      pause = Duration.ofNanos(MINUTE - (now - sent.getFirst()) + 1);
    }
    throw new OverBudget(
        new Problem(
            "The " + subject + " is read later",
            Failures.shown(url),
            "the budget of " + perMinute + " requests a minute is used up",
            "It is read again in "
                + (pause.toSeconds() + 1)
                + " s; requestsPerMinute in the profile sets the budget"),
        pause);
  }
}
