package tech.atoms.opsdesk.sandbox.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/**
 * Lets requests to the MCP endpoint in: a good token, an open session, and not too many requests.
 * Who has a session is limited by user, everybody else by address. Safe on any thread.
 */
final class Gatekeeper {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_NAME = 100;

  private final TokenCheck tokens;
  private final Sessions sessions;
  private final RateLimiter limiter;
  private final Measures measures;
  private final Faults faults;
  private final Supplier<String> metadataUrl;

  Gatekeeper(
      TokenCheck tokens,
      Sessions sessions,
      RateLimiter limiter,
      Measures measures,
      Faults faults,
      Supplier<String> metadataUrl) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.limiter = limiter;
    this.measures = measures;
    this.faults = faults;
    this.metadataUrl = metadataUrl;
  }

  /**
   * Admits a request and counts it, or answers it with 401 or 429.
   *
   * @return who calls; empty where it was answered
   */
  Optional<Caller> admit(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = token(request);
    String why = "Authentication required";
    if (token != null) {
      try {
        TokenCheck.Identity identity = tokens.check(token);
        String client = name(request.getHeader("User-Agent"));
        Optional<Caller> caller = sessions.admit(token, identity, client, address(request));
        measures.authentication(caller.isPresent());
        if (caller.isPresent()) {
          String user = "user:" + caller.get().user();
          return withinLimit(user, response) ? caller : Optional.empty();
        }
        why = "The session has ended";
      } catch (TokenCheck.Refused e) {
        measures.authentication(false);
        why = String.valueOf(e.getMessage());
      }
    }
    if (withinLimit("address:" + address(request), response)) {
      challenge(response, why);
    }
    return Optional.empty();
  }

  /** Notes the name that a client gives of itself. */
  void describe(HttpServletRequest request, String client) {
    String token = token(request);
    if (token != null && !client.isBlank()) {
      sessions.describe(token, name(client));
    }
  }

  /** Whether requests are limited at all. */
  boolean limits() {
    return limiter.configured() && !faults.active(Fault.RATE_LIMIT_OFF);
  }

  /** Tells a caller without a session how it stands with the limiter, without counting. */
  void showLimit(HttpServletRequest request, HttpServletResponse response) {
    if (limits()) {
      headers(response, limiter.look("address:" + address(request)));
    }
  }

  private boolean withinLimit(String key, HttpServletResponse response) throws IOException {
    if (!limits()) {
      return true;
    }
    RateLimiter.Verdict verdict = limiter.take(key);
    headers(response, verdict);
    if (verdict.allowed()) {
      return true;
    }
    measures.rejectedByLimiter();
    response.setHeader("Retry-After", Long.toString(seconds(verdict.reset())));
    Replies.json(
        response,
        429,
        Map.of("error", "rate_limit_exceeded", "error_description", "Too many requests"));
    return false;
  }

  private void headers(HttpServletResponse response, RateLimiter.Verdict verdict) {
    response.setHeader("X-RateLimit-Limit", Integer.toString(limiter.perMinute()));
    response.setHeader("X-RateLimit-Burst", Integer.toString(limiter.burst()));
    response.setHeader("X-RateLimit-Remaining", Integer.toString(verdict.remaining()));
    response.setHeader("X-RateLimit-Reset", Long.toString(seconds(verdict.reset())));
  }

  private void challenge(HttpServletResponse response, String why) throws IOException {
    response.setHeader(
        "WWW-Authenticate",
        "Bearer error=\"invalid_token\", error_description=\"%s\", resource_metadata=\"%s\""
            .formatted(why, metadataUrl.get()));
    Replies.json(response, 401, Map.of("error", "invalid_token", "error_description", why));
  }

  private static @Nullable String token(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : null;
  }

  /** The platform's proxy puts the caller's address into X-Forwarded-For. */
  private static String address(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-For");
    String address =
        forwarded == null ? request.getRemoteAddr() : forwarded.split(",", 2)[0].strip();
    return name(address);
  }

  private static String name(@Nullable String text) {
    String known = text == null || text.isBlank() ? "unknown" : text.strip();
    return known.length() > LONGEST_NAME ? known.substring(0, LONGEST_NAME) : known;
  }

  /** Full seconds, at least one where there is any time to wait. */
  private static long seconds(Duration time) {
    return time.plusMillis(999).toSeconds();
  }
}
