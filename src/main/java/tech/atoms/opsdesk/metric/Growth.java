package tech.atoms.opsdesk.metric;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the counters of a scrape grew since the one before.
 *
 * @param nanos monotonic time between the two
 * @param by growth of each counter, never negative. A counter that was not there before has grown
 *     from 0, because labels that were never seen are absent; but only where the scrape before knew
 *     others of its name and was whole, because a line that was lost there is absent too
 */
record Growth(long nanos, Map<Series, Double> by) {
  private static final String CREATED = "_created";
  static final String START = "process_start_time_seconds";

  /** Copies the map. */
  Growth {
    by = Map.copyOf(by);
  }

  /**
   * Compares two scrapes.
   *
   * @return null where a counter was reset: nothing can be said across that
   */
  static @Nullable Growth between(Exposition before, Exposition now, long nanos) {
    if (restarted(before, now)) {
      return null;
    }
    Set<String> familiesBefore = new HashSet<>();
    if (before.oddities().isEmpty()) {
      before.values().keySet().forEach(series -> familiesBefore.add(series.metric()));
    }
    Map<Series, Double> by = new HashMap<>();
    for (Map.Entry<Series, Double> entry : now.values().entrySet()) {
      Series series = entry.getKey();
      if (!grows(now, series.metric())) {
        continue;
      }
      Double old = before.values().get(series);
      if (old == null && !familiesBefore.contains(series.metric())) {
        continue;
      }
      double growth = entry.getValue() - (old == null ? 0 : old);
      if (growth < 0) {
        return null;
      }
      by.put(series, growth);
    }
    return new Growth(nanos, by);
  }

  /** The scrape as it was when the process began: every counter at 0. */
  static Exposition beginning(Exposition scrape) {
    Map<Series, Double> values = new HashMap<>();
    scrape
        .values()
        .forEach((series, value) -> values.put(series, grows(scrape, series.metric()) ? 0 : value));
    return new Exposition(values, scrape.types(), scrape.complete(), scrape.oddities());
  }

  private static boolean restarted(Exposition before, Exposition now) {
    for (Map.Entry<Series, Double> entry : now.values().entrySet()) {
      String name = entry.getKey().metric();
      if (name.equals(START) || name.endsWith(CREATED)) {
        Double old = before.values().get(entry.getKey());
        if (old != null && entry.getValue() > old + 0.5) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean grows(Exposition scrape, String name) {
    if (name.endsWith("_total")) {
      return true;
    }
    if (!name.endsWith("_bucket") && !name.endsWith("_count") && !name.endsWith("_sum")) {
      return false;
    }
    String family = name.substring(0, name.lastIndexOf('_'));
    return "histogram".equals(scrape.types().get(family));
  }
}
