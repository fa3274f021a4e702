package tech.atoms.opsdesk.metric;

import java.util.Map;
import java.util.TreeMap;

/**
 * One line of a metric: the metric and the labels that tell it from its siblings.
 *
 * @param metric name of the metric, see {@link Metrics}
 * @param labels sorted by name; empty for most metrics
 */
public record Series(String metric, Map<String, String> labels) {

  /** Sorts and copies the labels. */
  public Series {
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** A series without labels. */
  public static Series of(Metric metric) {
    return new Series(metric.name(), Map.of());
  }

  /** A series with one label. */
  public static Series of(Metric metric, String label, String value) {
    return new Series(metric.name(), Map.of(label, value));
  }

  @Override
  public String toString() {
    return labels.isEmpty() ? metric : metric + labels;
  }
}
