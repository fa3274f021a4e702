package tech.atoms.opsdesk.monitor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.server.Mcp;

/** The rate limit that an answer's headers tell. */
final class RateHeaders {
  private static final List<String> NAMES =
      List.of("X-RateLimit-Limit", "RateLimit-Limit", "RateLimit-Policy", "RateLimit");

  private RateHeaders() {}

  /** The limit as told; null where the answer tells none. */
  static @Nullable String limit(@Nullable Mcp mcp) {
    if (mcp == null) {
      return null;
    }
    for (String name : NAMES) {
      String value = mcp.headers().get(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }
}
