package tech.atoms.opsdesk.sandbox.server;

import jakarta.servlet.ServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known about one request while it is answered. Used by the request's thread alone. */
final class Exchange {
  private static final String ATTRIBUTE = Exchange.class.getName();

  private @Nullable Caller caller;
  private Database.@Nullable TookTooLong timeout;

  /** The exchange of a request. */
  static Exchange of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Exchange exchange) {
      return exchange;
    }
    Exchange exchange = new Exchange();
    request.setAttribute(ATTRIBUTE, exchange);
    return exchange;
  }

  void caller(Caller known) {
    caller = known;
  }

  /** Who calls; only behind the gatekeeper. */
  Caller caller() {
    return Objects.requireNonNull(caller, "not behind the gatekeeper");
  }

  /** Notes a timeout that something in between would swallow. */
  void timedOut(Database.TookTooLong why) {
    timeout = why;
  }

  /** Throws a noted timeout. */
  void rethrowTimeout() {
    if (timeout != null) {
      throw timeout;
    }
  }
}
