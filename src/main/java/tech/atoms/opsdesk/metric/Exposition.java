package tech.atoms.opsdesk.metric;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One scrape of a metrics endpoint, as far as it can be used.
 *
 * @param values by name and labels; finite, never a negative counter
 * @param types by family name, e.g. {@code counter}
 * @param complete false where OpenMetrics text ended without {@code # EOF}
 * @param oddities what was left out, counted and named
 */
public record Exposition(
    Map<Series, Double> values,
    Map<String, String> types,
    boolean complete,
    List<Oddity> oddities) {

  /**
   * Something in the text that cannot be used.
   *
   * @param what e.g. "negative counter"
   * @param count how often
   * @param example the first of them
   */
  public record Oddity(String what, int count, String example) {}

  /** Copies the collections. */
  public Exposition {
    values = Map.copyOf(values);
    types = Map.copyOf(types);
    oddities = List.copyOf(oddities);
  }

  /** The sum of all samples of a name; null where there is none. */
  public @Nullable Double sum(String name) {
    return sum(values, name, labels -> true);
  }

  /** The labels of the first sample of a name; null where there is none. */
  public @Nullable Map<String, String> labels(String name) {
    return values.keySet().stream()
        .filter(s -> s.metric().equals(name))
        .map(Series::labels)
        .findFirst()
        .orElse(null);
  }

  static @Nullable Double sum(
      Map<Series, Double> values, String name, Predicate<Map<String, String>> wanted) {
    Double sum = null;
    for (Map.Entry<Series, Double> entry : values.entrySet()) {
      Series series = entry.getKey();
      if (series.metric().equals(name) && wanted.test(series.labels())) {
        sum = (sum == null ? 0 : sum) + entry.getValue();
      }
    }
    return sum;
  }
}
