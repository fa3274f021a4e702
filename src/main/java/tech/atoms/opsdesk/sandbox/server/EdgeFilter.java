package tech.atoms.opsdesk.sandbox.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/**
 * The outermost filter, in the platform's place: headers of every answer, instances and cold
 * starts, measurement, and the faults that act on requests. Faults spare what the desk measures
 * with: {@code /metrics} is neither slowed nor broken, {@code /health} is slowed but not broken.
 */
final class EdgeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(EdgeFilter.class);
  private static final double NANOS = 1e9;
  private static final long WHOLE = 10_000;

  private final transient Faults faults;
  private final transient Measures measures;
  private final transient Lambda lambda;
  private final transient Duration coldDelay;
  private final transient RequestLog requests;
  private final AtomicLong errorShare = new AtomicLong();

  EdgeFilter(Faults faults, Measures measures, Lambda lambda, Duration coldDelay, RequestLog log) {
    this.requests = log;
    this.faults = faults;
    this.measures = measures;
    this.lambda = lambda;
    this.coldDelay = coldDelay;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long started = System.nanoTime();
    String route = route(request.getRequestURI());
    addHeaders(response);
    if (faults.active(Fault.HEADER_WRONG) && route.equals(McpFilter.PATH)) {
      spoilHeader(response);
    }
    boolean answered = true;
    boolean cold = lambda.enter();
    try {
      if (cold) {
        measures.coldStart();
        pause(coldDelay);
      }
      answered = answer(request, response, chain, route);
    } finally {
      lambda.leave();
      double seconds = (System.nanoTime() - started) / NANOS;
      measures.invocation(seconds);
      if (!faults.active(Fault.LOGS_GONE)) {
        requests.add(request.getMethod(), request.getRequestURI(), response.getStatus());
      }
      if (answered) {
        measures.request(route, method(request), response.getStatus(), seconds);
      } else {
        measures.timeout();
      }
    }
  }

  /** False where it was given up. */
  private boolean answer(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, String route)
      throws IOException, ServletException {
    boolean metrics = route.equals("/metrics");
    if (!metrics && faults.active(Fault.SLOW_RESPONSES)) {
      pause(Duration.ofMillis((long) faults.value(Fault.SLOW_RESPONSES)));
    }
    if (!metrics && !route.equals("/health") && fails()) {
      Replies.json(response, 500, Map.of("error", "internal_server_error"));
      return true;
    }
    try {
      chain.doFilter(request, response);
      return true;
    } catch (Database.TookTooLong e) {
      log.debug("Given up: {}", route, e);
      response.resetBuffer();
      Replies.json(
          response,
          504,
          Map.of(
              "error",
              Map.of(
                  "code",
                  "FUNCTION_INVOCATION_TIMEOUT",
                  "message",
                  "The function did not answer in time")));
      return false;
    } catch (Database.Refused e) {
      log.warn("A request to {} failed: {}", route, e.getMessage());
      log.debug("Refused", e);
      response.resetBuffer();
      Replies.json(response, 500, Map.of("error", "internal_server_error"));
      return true;
    } catch (RuntimeException e) {
      log.warn("A request to {} failed", route, e);
      response.resetBuffer();
      Replies.json(response, 500, Map.of("error", "internal_server_error"));
      return true;
    }
  }

  /** Spreads the asked share of errors evenly: 20 percent is every fifth request. */
  private boolean fails() {
    if (!faults.active(Fault.ERROR_RATE)) {
      return false;
    }
    long share = Math.clamp(Math.round(faults.value(Fault.ERROR_RATE) * 100), 0, WHOLE);
    long before = errorShare.getAndAdd(share);
    return (before + share) / WHOLE > before / WHOLE;
  }

  private void addHeaders(HttpServletResponse response) {
    if (!faults.active(Fault.HEADER_MISSING)) {
      response.setHeader(
          "Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload");
      response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("X-XSS-Protection", "1; mode=block");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
  }

  /** Each has a value, and a wrong one, on one route alone. */
  private void spoilHeader(HttpServletResponse response) {
    switch ((int) faults.value(Fault.HEADER_WRONG)) {
      case 1 -> response.setHeader("Strict-Transport-Security", "max-age=3600");
      case 2 -> response.setHeader("Content-Security-Policy", "default-src *");
      case 3 -> response.setHeader("X-Content-Type-Options", "sniff");
      case 4 -> response.setHeader("X-Frame-Options", "ALLOWALL");
      default -> response.setHeader("X-XSS-Protection", "0");
    }
  }

  /** The known routes; a label must not have as many values as there are paths to try. */
  private static String route(String path) {
    return switch (path) {
      case "/health", "/metrics", McpFilter.PATH -> path;
      default -> path.startsWith("/.well-known/oauth-protected-resource") ? WELL_KNOWN : "other";
    };
  }

  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private static String method(HttpServletRequest request) {
    return switch (request.getMethod()) {
      case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH" -> request.getMethod();
      default -> "other";
    };
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
