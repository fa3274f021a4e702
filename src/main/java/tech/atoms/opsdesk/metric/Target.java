package tech.atoms.opsdesk.metric;

/**
 * A baseline of the specification: the value that a metric should stay below, or at or above.
 *
 * @param direction which side is good
 * @param value the bound, in the metric's unit
 * @param origin where it is written, e.g. "7.1 error_rate"
 */
public record Target(Direction direction, double value, String origin) {

  /** Which side of the bound is good. */
  public enum Direction {
    /** Good while strictly below. */
    BELOW,
    /** Good while at or above. */
    AT_LEAST
  }

  /** Whether a measured value meets the target. */
  public boolean isMetBy(double measured) {
    return direction == Direction.BELOW ? measured < value : measured >= value;
  }
}
