package tech.atoms.opsdesk.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Component.Kind;
import tech.atoms.opsdesk.monitor.Rule.Hit;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/** Rules about sign-in and the security headers. */
final class SignInRules {
  /** Headers of specification 8.1 that every answer should carry. */
  static final List<String> HEADERS =
      List.of("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options");

  private static final String HSTS = "Strict-Transport-Security";

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "auth-not-enforced",
              Kind.AUTH,
              Metrics.AUTH,
              1,
              "A request without a token is not answered 401. DOWN where it is answered with"
                  + " success, otherwise DEGRADED",
              SignInRules::notEnforced),
          new Rule(
              "expired-token-accepted",
              Kind.AUTH,
              Metrics.AUTH,
              1,
              "An expired token is not refused. DOWN. Tried every 60 s with a ping: the profile's"
                  + " expiredToken, or an invented one that nobody signed; without the former not"
                  + " in production, where it would fill the log with failed sign-ins",
              SignInRules::expiredAccepted),
          new Rule(
              "sign-in-broken",
              Kind.AUTH,
              Metrics.AUTH,
              1,
              "The challenge, the protected-resource document, the authorization server or its"
                  + " signing keys are missing or wrong. DEGRADED",
              SignInRules::broken),
          new Rule(
              "token-refused",
              Kind.AUTH,
              Metrics.MCP,
              1,
              "The desk's own token is answered 401 or 403. DEGRADED",
              SignInRules::tokenRefused),
          new Rule(
              "security-header-missing",
              null,
              Metrics.HEALTH,
              1,
              "An answer lacks Content-Security-Policy, X-Content-Type-Options or X-Frame-Options;"
                  + " over https also Strict-Transport-Security; or a header of these that it sent"
                  + " before. DEGRADED",
              SignInRules::headerMissing));

  private SignInRules() {}

  private static @Nullable Hit notEnforced(Facts facts) {
    SignIn signIn = facts.value(Metrics.AUTH, SignIn.class);
    if (signIn == null || signIn.isEnforced() || signIn.statusWithoutToken() == 429) {
      return null;
    }
    int status = signIn.statusWithoutToken();
    return new Hit(
        status < 300 ? State.DOWN : State.DEGRADED,
        "A request without a token is answered " + status + " (expected 401)");
  }

  private static @Nullable Hit expiredAccepted(Facts facts) {
    SignIn signIn = facts.value(Metrics.AUTH, SignIn.class);
    return signIn == null || !signIn.acceptsExpiredToken()
        ? null
        : new Hit(
            State.DOWN,
            "An expired token is answered " + signIn.statusWithExpiredToken() + " (expected 401)");
  }

  private static @Nullable Hit broken(Facts facts) {
    SignIn signIn = facts.value(Metrics.AUTH, SignIn.class);
    return signIn == null || signIn.troubles().isEmpty()
        ? null
        : new Hit(State.DEGRADED, "Sign-in: " + String.join(", ", signIn.troubles()));
  }

  private static @Nullable Hit tokenRefused(Facts facts) {
    Mcp mcp = facts.value(Metrics.MCP, Mcp.class);
    return mcp == null || mcp.outcome() != Mcp.Outcome.TOKEN_REFUSED
        ? null
        : new Hit(State.DEGRADED, "The desk's token is refused by the MCP endpoint");
  }

  private static @Nullable Hit headerMissing(Facts facts) {
    Health health = facts.health();
    if (health == null) {
      return null;
    }
    List<String> missing = new ArrayList<>();
    for (String name : HEADERS) {
      if (!health.headers().containsKey(name)) {
        missing.add(name);
      }
    }
    boolean expected =
        facts.past().https() || facts.past().headersSeen().contains(HSTS.toLowerCase(Locale.ROOT));
    if (expected && !health.headers().containsKey(HSTS)) {
      missing.add(HSTS);
    }
    return missing.isEmpty()
        ? null
        : new Hit(State.DEGRADED, "Missing header: " + String.join(", ", missing));
  }
}
