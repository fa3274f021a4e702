package tech.atoms.opsdesk.http;

import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param subject what is asked, for error texts, e.g. "health endpoint"
 * @param method e.g. GET
 * @param url absolute http or https URL
 * @param headers sent as they are; Authorization and Mcp-Session-Id are dropped when a redirect
 *     leaves the origin
 * @param body JSON; null for none
 * @param cap most bytes of the answer's body, after decompression
 * @param enough for an event stream: hears each line and says when nothing more is needed; null:
 *     read to the end
 */
public record Ask(
    String subject,
    String method,
    URI url,
    Map<String, String> headers,
    @Nullable String body,
    int cap,
    @Nullable Predicate<String> enough) {

  /** Copies the headers. */
  public Ask {
    headers = Map.copyOf(headers);
  }

  /** A GET. */
  public static Ask get(String subject, URI url, Map<String, String> headers, int cap) {
    return new Ask(subject, "GET", url, headers, null, cap, null);
  }

  /** A POST of JSON. */
  public static Ask post(
      String subject,
      URI url,
      Map<String, String> headers,
      String body,
      int cap,
      @Nullable Predicate<String> enough) {
    return new Ask(subject, "POST", url, headers, body, cap, enough);
  }
}
