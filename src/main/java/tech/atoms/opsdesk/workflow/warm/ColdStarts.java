package tech.atoms.opsdesk.workflow.warm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cold starts that a server has counted.
 *
 * @param measured over how long
 * @param count how many
 */
public record ColdStarts(Duration measured, double count) {
  /** Nothing was measured. */
  public static final ColdStarts NONE = new ColdStarts(Duration.ZERO, 0);

  private static final double HOUR = Duration.ofHours(1).toSeconds();
  private static final double HOURS = 24;

  /** In an hour; null: not measured. */
  public @Nullable Double perHour() {
    return measured.isZero() ? null : (Double) (count * HOUR / measured.toSeconds());
  }

  /** In a day, as it was while it was measured; null: not measured. */
  public @Nullable Double perDay() {
    Double hour = perHour();
    return hour == null ? null : (Double) (hour * HOURS);
  }
}
