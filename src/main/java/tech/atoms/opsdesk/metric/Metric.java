package tech.atoms.opsdesk.metric;

import org.jspecify.annotations.Nullable;

/**
 * A named series with unit, group and, where the specification sets one, a target.
 *
 * @param name canonical, as the alert conditions write it, e.g. {@code error_rate}
 * @param title as shown, e.g. "Error rate"
 * @param unit of the stored values
 * @param group where the Metrics screen shows it
 * @param source name of the source it is read from, see {@link Metrics}
 * @param target baseline of specification 7.1; null where it sets none
 */
public record Metric(
    String name, String title, Unit unit, Group group, String source, @Nullable Target target) {

  /** The three groups of specification 9.1. */
  public enum Group {
    /** Application metrics. */
    APPLICATION,
    /** Infrastructure metrics. */
    INFRASTRUCTURE,
    /** Business metrics. */
    BUSINESS
  }
}
