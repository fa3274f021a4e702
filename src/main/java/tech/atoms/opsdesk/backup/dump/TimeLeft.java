package tech.atoms.opsdesk.backup.dump;

import java.time.Duration;

/** How long something is still under way, from how far it came until now. */
public final class TimeLeft {
  private static final Duration TOO_SOON = Duration.ofSeconds(2);
  private static final int LEAST_PART = 50;

  private TimeLeft() {}

  /**
   * In words, with a comma before.
   *
   * @param done how much
   * @param of how much it will about be; 0: nobody knows
   * @param since how long it took
   * @return e.g. ", about 40 s left"; empty where it is too soon to tell, or it is more than was
   *     expected already
   */
  public static String words(long done, long of, Duration since) {
    if (done <= 0 || done >= of || done < of / LEAST_PART || since.compareTo(TOO_SOON) < 0) {
      return "";
    }
    long seconds = Math.round(since.toMillis() / 1000.0 * (of - done) / done);
    return seconds < 100
        ? ", about %d s left".formatted(Math.max(1, seconds))
        : ", about %d min left".formatted((seconds + 59) / 60);
  }
}
