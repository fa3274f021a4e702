package tech.atoms.opsdesk.metric.history;

import java.time.Duration;
import java.time.Instant;

/**
 * What a query reads.
 *
 * @param level the grain it is read from
 * @param step width of one point: the level's step, or a multiple of it
 */
record Resolution(Level level, Duration step) {
  private static final Duration COARSE_ENOUGH_FOR_MINUTES = Duration.ofSeconds(30);

  /** Also where minutes would give more points: 30 days of minutes are 43,200 rows. */
  private static final Duration COARSE_ENOUGH_FOR_HOURS = Duration.ofMinutes(15);

  /**
   * Chooses the finest grain that is needed, and still kept, for a range.
   *
   * @param maxPoints most points wanted; at least 1 is assumed
   * @param now decides what is still kept
   */
  static Resolution choose(Instant from, Instant to, int maxPoints, Instant now) {
    // Steps start at round times, so a range that does not start at one touches one step more.
    long steps = Math.max(1, maxPoints - 1L);
    Duration range = Duration.between(from, to);
    Duration wanted = Duration.ofSeconds(Math.ceilDiv(range.toSeconds() + 1, steps));
    Duration age = Duration.between(from, now);
    Level level = Level.RAW;
    if (wanted.compareTo(COARSE_ENOUGH_FOR_MINUTES) >= 0 || age.compareTo(Level.RAW.kept()) > 0) {
      level = Level.MINUTE;
    }
    if (wanted.compareTo(COARSE_ENOUGH_FOR_HOURS) >= 0 || age.compareTo(Level.MINUTE.kept()) > 0) {
      level = Level.HOUR;
    }
    long multiple = Math.max(1, Math.ceilDiv(wanted.toSeconds(), level.step().toSeconds()));
    return new Resolution(level, level.step().multipliedBy(multiple));
  }
}
