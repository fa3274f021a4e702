package tech.atoms.opsdesk.metric;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Percentiles from the growth of a histogram's buckets. */
final class Percentiles {
  private Percentiles() {}

  /**
   * Adds the buckets of all wanted series of a histogram.
   *
   * @param growth of counters
   * @param histogram family name
   * @param wanted which labels count
   * @return cumulative counts by upper bound, +Inf last; empty where there are none
   */
  static NavigableMap<Double, Double> buckets(
      Map<Series, Double> growth, String histogram, Predicate<Map<String, String>> wanted) {
    NavigableMap<Double, Double> buckets = new TreeMap<>();
    growth.forEach(
        (series, by) -> {
          if (series.metric().equals(histogram + "_bucket") && wanted.test(series.labels())) {
            Double bound = bound(series.labels().get("le"));
            if (bound != null) {
              buckets.merge(bound, by, Double::sum);
            }
          }
        });
    return buckets;
  }

  /**
   * A percentile, interpolated inside its bucket. Beyond the last finite bound the truth is unknown
   * and that bound is given.
   *
   * @param buckets cumulative counts by upper bound
   * @param share 0 to 1
   * @return in the unit of the bounds; null where nothing was counted
   */
  static @Nullable Double of(NavigableMap<Double, Double> buckets, double share) {
    if (buckets.isEmpty()) {
      return null;
    }
    double total = buckets.lastEntry().getValue();
    if (total <= 0) {
      return null;
    }
    double rank = share * total;
    double lowBound = 0;
    double lowCount = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      double bound = bucket.getKey();
      double count = Math.max(lowCount, bucket.getValue());
      if (count >= rank && count > lowCount) {
        return Double.isInfinite(bound)
            ? (Double) lowBound
            : (Double) (lowBound + (bound - lowBound) * (rank - lowCount) / (count - lowCount));
      }
      lowCount = count;
      lowBound = Double.isInfinite(bound) ? lowBound : bound;
    }
    return lowBound;
  }

  private static @Nullable Double bound(@Nullable String le) {
    if (le == null) {
      return null;
    }
    if (le.equals("+Inf")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      return Double.valueOf(le);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
