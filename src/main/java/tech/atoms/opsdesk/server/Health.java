package tech.atoms.opsdesk.server;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the health endpoint. Everything but the status code may be missing, and what is
 * missing is null or absent, never 0.
 *
 * @param at when it was read
 * @param took from sending to the last byte
 * @param statusCode of HTTP
 * @param redirects passed on the way, usually none
 * @param word its own word for its state, e.g. "healthy"; null: not provided
 * @param timestamp its own time; null: not provided
 * @param version of the server; null: not provided
 * @param checks its own word on each of its components, e.g. {@code database → healthy}
 * @param metrics numbers it tells, e.g. {@code active_sessions → 42}; negative and non-finite ones
 *     are left out and named in {@code oddities}
 * @param headers of the answer, by name in any case
 * @param oddities what was found in the answer and not used, in words
 */
public record Health(
    Instant at,
    Duration took,
    int statusCode,
    List<URI> redirects,
    @Nullable String word,
    @Nullable Instant timestamp,
    @Nullable String version,
    Map<String, String> checks,
    Map<String, Double> metrics,
    Map<String, String> headers,
    List<String> oddities) {

  /** Copies the collections. */
  public Health {
    redirects = List.copyOf(redirects);
    checks = Map.copyOf(checks);
    metrics = Map.copyOf(metrics);
    headers = anyCase(headers);
    oddities = List.copyOf(oddities);
  }

  /** Whether it calls itself something other than healthy; false where it says nothing. */
  public boolean saysUnhealthy() {
    return word != null && !isGood(word);
  }

  /** Whether it says anything but its status code. */
  public boolean tellsAnything() {
    return word != null
        || timestamp != null
        || version != null
        || !checks.isEmpty()
        || !metrics.isEmpty();
  }

  /** Whether a word means healthy. */
  public static boolean isGood(String word) {
    return switch (word.strip().toLowerCase(java.util.Locale.ROOT)) {
      case "healthy", "ok", "up", "pass", "passing", "operational", "alive", "true" -> true;
      default -> false;
    };
  }

  /** A copy whose keys do not depend on their case. */
  static Map<String, String> anyCase(Map<String, String> headers) {
    Map<String, String> copy = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return java.util.Collections.unmodifiableMap(copy);
  }
}
