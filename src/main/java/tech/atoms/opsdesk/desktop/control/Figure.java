package tech.atoms.opsdesk.desktop.control;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import tech.atoms.opsdesk.metric.Unit;

/**
 * A number as it is shown, and its unit.
 *
 * @param value e.g. "1,240"
 * @param unit e.g. "ms"; empty for a plain count
 */
public record Figure(String value, String unit) {

  /**
   * A value in the unit of its metric, in the scale a person reads: bytes as MB, rates as they are.
   */
  public static Figure of(Unit unit, double value) {
    return switch (unit) {
      case BYTES -> bytes(value, "");
      case BYTES_PER_SECOND -> bytes(value, "/s");
      case PERCENT -> new Figure(percent(value), "%");
      case MILLISECONDS, SECONDS, PER_SECOND, PER_MINUTE, PER_HOUR, COUNT ->
          new Figure(plain(value), unit.symbol());
    };
  }

  /** Value and unit, "1,240 ms". */
  public String text() {
    return unit.isEmpty() ? value : value + " " + unit;
  }

  private static Figure bytes(double value, String per) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return new Figure(pattern("#,##0.00", value / 1e9), "GB" + per);
    }
    if (size >= 1e6) {
      return new Figure(pattern(size < 1e7 ? "#,##0.0" : "#,##0", value / 1e6), "MB" + per);
    }
    if (size >= 1e3) {
      return new Figure(pattern(size < 1e4 ? "#,##0.0" : "#,##0", value / 1e3), "kB" + per);
    }
    return new Figure(pattern("#,##0", value), "B" + per);
  }

  private static String percent(double value) {
    double size = Math.abs(value);
    if (size == 0 || size >= 10) {
      return pattern("#,##0", value);
    }
    return pattern(size < 2 ? "0.00" : "0.0", value);
  }

  private static String plain(double value) {
    double size = Math.abs(value);
    if (size >= 10 || size == Math.rint(size)) {
      return pattern("#,##0", value);
    }
    return pattern(size < 1 ? "0.##" : "0.#", value);
  }

  private static String pattern(String pattern, double value) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH))
        .format(value);
  }
}
