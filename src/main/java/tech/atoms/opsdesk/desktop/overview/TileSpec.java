package tech.atoms.opsdesk.desktop.overview;

import java.util.List;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;

/**
 * One tile of the overview.
 *
 * @param metric what it shows
 * @param name as written on the tile
 * @param kind what stands in its lower half
 */
record TileSpec(Metric metric, String name, Kind kind) {

  enum Kind {
    /** A line with its target. */
    LINE,
    /** One cell per connection. */
    CONNECTIONS,
    /** A line; users and the most of one user below. */
    SESSIONS,
    /** A line; the cache's size below. */
    CACHE,
    /** A line; the highest value below. */
    HIGHEST,
    /** A line below the rate that the server was tested to; the part of it below. */
    TESTED
  }

  /** Requests a second that the load test reaches: specification 7.1, requests_per_second. */
  static final double TESTED_RATE = 1000;

  /** The eight tiles in their order. */
  static final List<TileSpec> ALL =
      List.of(
          new TileSpec(Metrics.P95_RESPONSE_TIME, "p95 latency", Kind.LINE),
          new TileSpec(Metrics.REQUEST_RATE, "Request rate", Kind.TESTED),
          new TileSpec(Metrics.ERROR_RATE, "Error rate", Kind.LINE),
          new TileSpec(Metrics.ACTIVE_SESSIONS, "Active sessions", Kind.SESSIONS),
          new TileSpec(Metrics.CACHE_HIT_RATE, "Cache hits", Kind.CACHE),
          new TileSpec(Metrics.DATABASE_CONNECTIONS, "DB connections", Kind.CONNECTIONS),
          new TileSpec(Metrics.CPU_USAGE, "CPU", Kind.HIGHEST),
          new TileSpec(Metrics.MEMORY_USAGE, "Memory", Kind.LINE));
}
