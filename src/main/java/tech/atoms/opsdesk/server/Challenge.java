package tech.atoms.opsdesk.server;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code WWW-Authenticate} header. */
final class Challenge {
  private static final Pattern METADATA =
      Pattern.compile("(?i)resource_metadata\\s*=\\s*(?:\"([^\"]{1,2000})\"|([^\\s,\"]{1,2000}))");

  private Challenge() {}

  /** The {@code resource_metadata} of a challenge; null where there is none that is a URL. */
  static @Nullable URI resourceMetadata(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher matcher = METADATA.matcher(header);
    if (!matcher.find()) {
      return null;
    }
    String quoted = matcher.group(1);
    return url(quoted == null ? matcher.group(2) : quoted);
  }

  /** An absolute http or https URL; null where the text is none. */
  static @Nullable URI url(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      URI url = URI.create(text.strip());
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return http && url.getHost() != null ? url : null;
    } catch (IllegalArgumentException notAUrl) {
      return null;
    }
  }
}
