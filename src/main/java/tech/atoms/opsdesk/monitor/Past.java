package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only a row of readings tells.
 *
 * @param healthFrozen for how long, by the monotonic clock, the health timestamp has been the same
 * @param headersSeen lower-case names of headers that the health endpoint has sent in this run
 * @param rateLimitSeen whether answers of the MCP endpoint have carried a rate limit in this run
 * @param limited for how long, by the monotonic clock, the MCP endpoint has answered nothing but
 *     429
 * @param https whether the server is asked over https
 * @param healthMillis what the quickest of the last three health answers took, in ms; null while
 *     there are not even two
 * @param toolsMillis the same of listing the tools
 */
record Past(
    Duration healthFrozen,
    Set<String> headersSeen,
    boolean rateLimitSeen,
    Duration limited,
    boolean https,
    @Nullable Double healthMillis,
    @Nullable Double toolsMillis) {

  /** Nothing seen yet. */
  static final Past NONE =
      new Past(Duration.ZERO, Set.of(), false, Duration.ZERO, false, null, null);

  /** Copies the set. */
  Past {
    headersSeen = Set.copyOf(headersSeen);
  }
}
