package tech.atoms.opsdesk.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads the heads of answers. */
final class Heads {
  private Heads() {}

  /** Where a redirect leads; null where the answer is none. */
  static @Nullable URI target(Ask ask, URI url, Response response) {
    int code = response.code();
    String location = response.header("Location");
    boolean keepsMethod = code == 307 || code == 308;
    boolean redirect = keepsMethod || code == 301 || code == 302 || code == 303;
    if (!redirect || location == null) {
      return null;
    }
    if (!keepsMethod && !ask.method().equals("GET")) {
      return null;
    }
    URI next;
    try {
      next = url.resolve(location);
    } catch (IllegalArgumentException e) {
      throw Failures.redirect(ask.subject(), ask.url(), "its Location is not a URL");
    }
    if (next.getHost() == null || !List.of("http", "https").contains(next.getScheme())) {
      throw Failures.redirect(ask.subject(), ask.url(), "its Location is not an http URL");
    }
    if (url.getScheme().equals("https") && next.getScheme().equals("http")) {
      throw Failures.redirect(
          ask.subject(), ask.url(), "it leads from https to plain http at " + next.getHost());
    }
    return next;
  }

  /** Its headers; several values of one name are joined. */
  static Map<String, String> all(Response response) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : response.headers().names()) {
      all.put(name, String.join(", ", response.headers(name)));
    }
    return all;
  }
}
