package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Reading;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;

/** Gathers {@link Past} from readings. Not safe for threads. */
final class PastKeeper {
  private final Set<String> headersSeen = new HashSet<>();
  private final Quickest health = new Quickest();
  private final Quickest tools = new Quickest();
  private final boolean https;
  private boolean rateLimitSeen;
  private @Nullable Instant timestamp;
  private long firstSeen;
  private @Nullable Long limitedSince;
  private long lastLimited;
  private long lastSeen;

  /**
   * Starts with nothing seen.
   *
   * @param https whether the server is asked over https
   */
  PastKeeper(boolean https) {
    this.https = https;
  }

  /** Looks at a reading. */
  void add(Reading reading) {
    switch (reading.source()) {
      case Metrics.HEALTH -> health.add(reading.value() instanceof Health h ? h.took() : null);
      case Metrics.MCP -> tools.add(reading.value() instanceof Mcp mcp ? mcp.took() : null);
      default -> {}
    }
    if (reading.value() instanceof Health answer) {
      Instant told = answer.timestamp();
      if (told == null || !told.equals(timestamp)) {
        timestamp = told;
        firstSeen = reading.nanos();
      }
      lastSeen = reading.nanos();
      answer.headers().keySet().forEach(h -> headersSeen.add(h.toLowerCase(Locale.ROOT)));
    } else if (reading.value() instanceof Mcp mcp) {
      rateLimitSeen |= RateHeaders.limit(mcp) != null;
      if (mcp.outcome() != Mcp.Outcome.RATE_LIMITED) {
        limitedSince = null;
      } else {
        limitedSince = limitedSince == null ? Long.valueOf(reading.nanos()) : limitedSince;
        lastLimited = reading.nanos();
      }
    }
  }

  /** What has been gathered. */
  Past past() {
    Duration frozen = timestamp == null ? Duration.ZERO : Duration.ofNanos(lastSeen - firstSeen);
    Duration limited =
        limitedSince == null ? Duration.ZERO : Duration.ofNanos(lastLimited - limitedSince);
    return new Past(
        frozen, headersSeen, rateLimitSeen, limited, https, health.millis(), tools.millis());
  }
}
