package tech.atoms.opsdesk.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer.
 *
 * @param status HTTP status code
 * @param url where it came from, after redirects
 * @param redirects the URLs that were passed on the way, in order; usually empty
 * @param headers by name in any case; several values of one name are joined by ", "
 * @param body decoded text; empty where there is none
 * @param at when its head came, by this machine's clock
 * @param took from sending to the last byte
 */
public record Answer(
    int status,
    URI url,
    List<URI> redirects,
    Map<String, String> headers,
    String body,
    Instant at,
    Duration took) {
  /** Whoever asks for more than ten days means something else. */
  private static final Duration LONGEST = Duration.ofSeconds(999_999);

  /** Copies the collections; names of headers no longer depend on their case. */
  public Answer {
    redirects = List.copyOf(redirects);
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = java.util.Collections.unmodifiableMap(copy);
  }

  /** A header by its name in any case; null where it is absent. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The media type without parameters, in lower case; empty where none is given. */
  public String mediaType() {
    String type = headers.getOrDefault("Content-Type", "");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * How long the other side asks to be left alone, in seconds or until an instant, by its own clock
   * where it tells the time; null where it does not say it, or asks for more than ten days.
   */
  public @Nullable Duration retryAfter() {
    String told = header("Retry-After");
    if (told == null) {
      return null;
    }
    Duration asked =
        told.strip().matches("\\d{1,6}")
            ? Duration.ofSeconds(Long.parseLong(told.strip()))
            : until(told.strip());
    return asked == null || asked.compareTo(LONGEST) > 0 ? null : asked;
  }

  private @Nullable Duration until(String date) {
    Instant then = instant(date);
    Instant now = instant(headers.getOrDefault("Date", ""));
    if (then == null) {
      return null;
    }
    Duration left = Duration.between(now == null ? at : now, then);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static @Nullable Instant instant(String date) {
    boolean plain = date.chars().allMatch(c -> c >= ' ' && c <= '~');
    return plain ? Headers.of("Date", date).getInstant("Date") : null;
  }

  /** Whether the status is 200 to 299. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
