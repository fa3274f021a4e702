package tech.atoms.opsdesk.http;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a platform is waited for that asks to be left alone or is unwell for a moment.
 *
 * @param most in all, for one request; zero: not at all
 * @param waiting how to wait
 */
public record Patience(Duration most, Waiting waiting) {
  /** Nothing is asked twice: for whoever asks again anyway, at an interval. */
  public static final Patience NONE = new Patience(Duration.ZERO, Thread::sleep);

  private static final int LIMITED = 429;
  private static final Duration UNWELL = Duration.ofSeconds(1);

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

  /**
   * What one turn of a question that only reads has brought.
   *
   * @param value the answer; null where it is of no use
   * @param failure why; null where it is
   * @param again how long to wait before it is asked once more; null: that would not help
   */
  public record Turn<T>(
      @Nullable T value, @Nullable HttpFailure failure, @Nullable Duration again) {
    /** An answer of use. */
    public static <T> Turn<T> of(T value) {
      return new Turn<>(value, null, null);
    }

    /**
     * An answer of no use.
     *
     * @param status HTTP status code
     * @param asked how long the other side asks to be left alone; null where it does not say
     */
    public static <T> Turn<T> failed(int status, HttpFailure failure, @Nullable Duration asked) {
      Duration unwell = status >= 500 ? UNWELL : null;
      boolean passing = unwell != null || status == LIMITED;
      return new Turn<>(null, failure, passing && asked != null ? asked : unwell);
    }
  }

  /**
   * Asks what only reads, again while the other side is unwell for a moment, asks to be left alone
   * for a time that it tells, or cannot be reached. Blocks.
   *
   * @throws HttpFailure the last one
   */
  public <T> T reading(Supplier<Turn<T>> ask) {
    Duration spent = Duration.ZERO;
    while (true) {
      Turn<T> turn = turn(ask);
      T value = turn.value();
      if (value != null) {
        return value;
      }
      Duration wait = turn.again();
      if (wait == null || !allows(wait, spent)) {
        throw Objects.requireNonNull(turn.failure());
      }
      spent = spent.plus(wait);
    }
  }

  private static <T> Turn<T> turn(Supplier<Turn<T>> ask) {
    try {
      return ask.get();
    } catch (HttpFailure e) {
      if (e.status() != 0 || !e.kind().isUnreachable()) {
        throw e;
      }
      return new Turn<>(null, e, UNWELL);
    }
  }
}
