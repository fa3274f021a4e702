package tech.atoms.opsdesk.desktop.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A value axis that starts at zero and ends at a round number.
 *
 * @param top upper end, greater than 0
 * @param step distance of the grid lines
 */
record ValueAxis(double top, double step) {
  private static final int LINES = 3;

  /**
   * The axis that holds a value; a round one, such as a limit, is its end.
   *
   * @param largest largest value to hold; anything not above zero gives an axis to 1
   */
  static ValueAxis holding(double largest) {
    if (!(largest > 0) || Double.isInfinite(largest)) {
      return new ValueAxis(1, 0.5);
    }
    double rough = largest * 1.05 / LINES;
    double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / magnitude;
    double nice = digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 2.5 ? 2.5 : digit <= 5 ? 5 : 10;
    double step = nice * magnitude;
    return new ValueAxis(Math.max(largest, Math.ceil(largest / step) * step), step);
  }

  /** An axis to a fixed end, in halves. */
  static ValueAxis upTo(double top) {
    return new ValueAxis(top, top / 2);
  }

  /** The values of the grid lines, from zero upwards. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i * step <= top * 1.0001; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A grid line's value in few letters: a large axis counts in thousands, millions or billions. */
  String label(double tick) {
    return words(tick, step);
  }

  /** A value that need not lie on a grid line, with all its digits, as the axis counts. */
  String exact(double value) {
    return words(value, value);
  }

  private String words(double value, double step) {
    double scale = top >= 1e9 ? 1e9 : top >= 1e6 ? 1e6 : top >= 1e4 ? 1e3 : 1;
    String unit = scale == 1e9 ? "G" : scale == 1e6 ? "M" : scale == 1e3 ? "k" : "";
    int decimals = 0;
    for (double shown = step / scale;
        decimals < 4 && Math.abs(shown - Math.rint(shown)) > 1e-6;
        shown *= 10) {
      decimals++;
    }
    return value == 0
        ? "0"
        : String.format(Locale.ROOT, "%,." + decimals + "f", value / scale) + unit;
  }

  /** Where a value stands, 0 at the bottom and 1 at the top; may lie outside. */
  double fraction(double value) {
    return value / top;
  }
}
