package tech.atoms.opsdesk.metric;

/**
 * The unit of a metric, as it is stored and shown. Ratios are stored in percent, durations in
 * milliseconds.
 */
public enum Unit {
  /** A plain number. */
  COUNT(""),
  /** 0 to 100. */
  PERCENT("%"),
  /** Milliseconds. */
  MILLISECONDS("ms"),
  /** Seconds. */
  SECONDS("s"),
  /** Bytes. */
  BYTES("B"),
  /** Bytes a second. */
  BYTES_PER_SECOND("B/s"),
  /** Events a second. */
  PER_SECOND("/s"),
  /** Events a minute. */
  PER_MINUTE("/min"),
  /** Events an hour. */
  PER_HOUR("/h");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As written behind a number; empty for a plain count. */
  public String symbol() {
    return symbol;
  }
}
