package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.Set;

/**
 * What only a row of readings tells.
 *
 * @param healthFrozen for how long, by the monotonic clock, the health timestamp has been the same
 * @param headersSeen lower-case names of headers that the health endpoint has sent in this run
 * @param rateLimitSeen whether answers of the MCP endpoint have carried a rate limit in this run
 * @param limited for how long, by the monotonic clock, the MCP endpoint has answered nothing but
 *     429
 * @param https whether the server is asked over https
 */
record Past(
    Duration healthFrozen,
    Set<String> headersSeen,
    boolean rateLimitSeen,
    Duration limited,
    boolean https) {

  /** Nothing seen yet. */
  static final Past NONE = new Past(Duration.ZERO, Set.of(), false, Duration.ZERO, false);

  /** Copies the set. */
  Past {
    headersSeen = Set.copyOf(headersSeen);
  }
}
