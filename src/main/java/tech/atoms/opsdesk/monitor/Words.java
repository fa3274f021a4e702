package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.Locale;

/** Numbers as the banner and the strip write them. */
final class Words {
  private Words() {}

  /** Whole number with thousands separated, or with decimals where it is small. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 10 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 1 ? "%.1f" : "%.2f", value);
  }

  /** Megabytes of 1,000,000 bytes, without the unit. */
  static String megabytes(double bytes) {
    return number(Math.rint(bytes / 1e6));
  }

  /** E.g. "42 s". */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%,d s", duration.toSeconds());
  }
}
