package tech.atoms.opsdesk.http;

import java.time.Duration;

/**
 * How long a platform is waited for that asks to be left alone or is unwell for a moment.
 *
 * @param most in all, for one request; zero: not at all
 * @param waiting how to wait
 */
public record Patience(Duration most, Waiting waiting) {
  /** Nothing is asked twice: for whoever asks again anyway, at an interval. */
  public static final Patience NONE = new Patience(Duration.ZERO, Thread::sleep);

  /** Waits; tests bring their own. */
  @FunctionalInterface
  public interface Waiting {
    /** Waits. */
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * Waits where that is not too long.
   *
   * @param spent how long was waited before
   * @return whether to ask again; false where it is too long, or the thread was interrupted
   */
  public boolean allows(Duration wait, Duration spent) {
    if (most.isZero() || spent.plus(wait).compareTo(most) > 0) {
      return false;
    }
    try {
      waiting.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
