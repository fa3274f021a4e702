package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.MetricsReading;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.server.Cors;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/** The one line of numbers below a component's state. */
final class StripDetails {
  private StripDetails() {}

  /** The line; null where nothing is known of the component now. */
  static @Nullable String of(Kind kind, Facts facts) {
    return switch (kind) {
      case DATABASE -> database(facts);
      case MCP_ENDPOINT -> mcp(facts);
      case AUTH -> auth(facts);
      case CACHE -> cache(facts);
      case CORS -> cors(facts);
      case RATE_LIMITER -> rateLimiter(facts);
    };
  }

  private static @Nullable String database(Facts facts) {
    DatabaseReading reading = facts.value(Metrics.DATABASE, DatabaseReading.class);
    if (reading == null) {
      return null;
    }
    String used = null;
    Double inPool = facts.metric(Metrics.DATABASE_CONNECTIONS);
    Double pool = facts.metric(Metrics.MAX_CONNECTIONS);
    if (inPool != null && pool != null) {
      used = Words.number(inPool) + " of " + Words.number(pool) + " used";
    } else if (reading.figures() != null) {
      used = reading.figures().inUse() + " of " + reading.figures().usable() + " used";
    }
    String took = millis(reading.responseTime());
    return used == null ? took : used + ", " + took;
  }

  private static @Nullable String mcp(Facts facts) {
    Mcp mcp = facts.value(Metrics.MCP, Mcp.class);
    if (mcp == null) {
      return null;
    }
    Double p95 = facts.metric(Metrics.TOOL_CALL_P95);
    if (p95 != null) {
      return "Tool calls p95 " + Words.number(Math.rint(p95)) + " ms";
    }
    Duration took = mcp.took();
    return switch (mcp.outcome()) {
      case LISTED -> mcp.tools().size() + " tools" + (took == null ? "" : ", " + millis(took));
      case SIGN_IN_REQUIRED -> "Up, asks for sign-in";
      case TOKEN_REFUSED -> "Up, refuses the token";
      case RATE_LIMITED -> "Up, limits the desk (429)";
    };
  }

  private static @Nullable String auth(Facts facts) {
    SignIn signIn = facts.value(Metrics.AUTH, SignIn.class);
    if (signIn == null) {
      return null;
    }
    return signIn.keysTook() == null
        ? signIn.statusWithoutToken() + " without token"
        : "JWKS " + millis(signIn.keysTook());
  }

  private static @Nullable String cache(Facts facts) {
    MetricsReading reading = facts.value(Metrics.METRICS, MetricsReading.class);
    if (reading == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    Double hits = facts.metric(Metrics.CACHE_HIT_RATE);
    if (hits != null) {
      parts.add(Words.number(Math.rint(hits)) + " % hits");
    }
    Double size = facts.metric(Metrics.CACHE_MEMORY);
    if (size != null) {
      Double most = reading.cacheMaxBytes();
      parts.add(
          Words.megabytes(size) + (most == null ? "" : " of " + Words.megabytes(most)) + " MB");
    }
    return parts.isEmpty() ? null : String.join(" · ", parts);
  }

  private static @Nullable String cors(Facts facts) {
    Cors cors = facts.value(Metrics.CORS, Cors.class);
    if (cors == null) {
      return null;
    }
    return cors.allowOrigin() == null ? "Allow-Origin missing" : "Allow-Origin present";
  }

  private static @Nullable String rateLimiter(Facts facts) {
    MetricsReading reading = facts.value(Metrics.METRICS, MetricsReading.class);
    Double limit = reading == null ? null : reading.ratePerMinute();
    if (limit != null && reading != null) {
      String burst = reading.burst() == null ? "" : ", burst " + Words.number(reading.burst());
      return limit <= 0 ? "Off" : Words.number(limit) + " per min" + burst;
    }
    String told = RateHeaders.limit(facts.value(Metrics.MCP, Mcp.class));
    return told == null ? null : "Limit " + told;
  }

  private static String millis(Duration took) {
    return Words.number(Math.rint(took.toNanos() / 1e6)) + " ms";
  }
}
