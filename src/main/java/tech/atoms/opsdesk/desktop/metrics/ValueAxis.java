package tech.atoms.opsdesk.desktop.metrics;

import java.util.ArrayList;
import java.util.List;

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

  /** Where a value stands, 0 at the bottom and 1 at the top; may lie outside. */
  double fraction(double value) {
    return value / top;
  }
}
