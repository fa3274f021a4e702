package tech.atoms.opsdesk.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A sliding window of request times for each user (specification, appendix A). The window is as
 * long as the allowed rate needs for one burst: with 60 a minute and a burst of 100, any 100 s may
 * hold 100 requests. So a burst passes at once while the rate holds in the long run. Safe on any
 * thread.
 */
final class RateLimiter {
  private final Map<String, ArrayDeque<Instant>> windows = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final int perMinute;
  private final int burst;
  private final Duration window;

  RateLimiter(InstantSource clock, int perMinute, int burst) {
    this.clock = clock;
    this.perMinute = perMinute;
    this.burst = Math.max(burst, 1);
    this.window =
        perMinute <= 0
            ? Duration.ZERO
            : Duration.ofMinutes(1).multipliedBy(this.burst).dividedBy(perMinute);
  }

  /**
   * What the limiter makes of a request.
   *
   * @param allowed whether it may pass
   * @param remaining how many more may pass now
   * @param reset until the next one may pass, or the window is empty
   */
  record Verdict(boolean allowed, int remaining, Duration reset) {}

  /** Whether it limits at all. */
  boolean configured() {
    return perMinute > 0;
  }

  int perMinute() {
    return perMinute;
  }

  int burst() {
    return burst;
  }

  /** Counts a request of a user and judges it; a refused one is not counted. */
  Verdict take(String user) {
    return judge(user, true);
  }

  /** Judges without counting. */
  Verdict look(String user) {
    return judge(user, false);
  }

  private Verdict judge(String user, boolean count) {
    ArrayDeque<Instant> times = windows.computeIfAbsent(user, u -> new ArrayDeque<>());
    synchronized (times) {
      Instant now = clock.instant();
      dropOld(times, now);
      boolean allowed = times.size() < burst;
      if (allowed && count) {
        times.addLast(now);
      }
      Instant oldest = times.peekFirst();
      Duration reset = oldest == null ? Duration.ZERO : Duration.between(now, oldest.plus(window));
      return new Verdict(allowed, burst - times.size(), reset);
    }
  }

  /** Forgets users who have been quiet for a window. */
  void cleanup() {
    Instant now = clock.instant();
    windows
        .values()
        .removeIf(
            times -> {
              synchronized (times) {
                dropOld(times, now);
                return times.isEmpty();
              }
            });
  }

  private void dropOld(ArrayDeque<Instant> times, Instant now) {
    Instant before = now.minus(window);
    while (!times.isEmpty() && !times.getFirst().isAfter(before)) {
      times.removeFirst();
    }
  }
}
