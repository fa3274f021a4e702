package tech.atoms.opsdesk.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cell of the component strip.
 *
 * @param kind which component
 * @param state how it is, by the desk's own rules
 * @param detail one line with numbers, e.g. "9 of 20 used, 61 ms"; for {@link State#UNKNOWN} since
 *     when, e.g. "No data for 42 s"
 * @param lastHealthy when it was last seen healthy; null where never, as far as is recorded
 */
public record Component(Kind kind, State state, String detail, @Nullable Instant lastHealthy) {

  /** The components of the strip, in its order. */
  public enum Kind {
    /** The monitored PostgreSQL. */
    DATABASE("Database"),
    /** The MCP endpoint. */
    MCP_ENDPOINT("MCP endpoint"),
    /** Sign-in. */
    AUTH("Auth"),
    /** The server's cache. */
    CACHE("Cache"),
    /** Cross-origin headers. */
    CORS("CORS"),
    /** The server's rate limiter. */
    RATE_LIMITER("Rate limiter");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** As shown. */
    public String title() {
      return title;
    }
  }
}
