package tech.atoms.opsdesk.check.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/**
 * Variables whose values nobody is told, by what works because of them. Each says which sign stands
 * for which variable; no secret is sent anywhere.
 */
public final class FunctionalProbes {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Pattern DATABASE =
      Pattern.compile("(?i).*(database|supabase|postgres|db).*");

  private final Fact<SignIn> signIn;
  private final Fact<Health> health;
  private final Fact<Mcp> mcp;

  /**
   * The probes.
   *
   * @param signIn how the server asks for sign-in
   * @param health what the server says of its parts
   * @param mcp what the endpoint answered to the profile's token
   */
  public FunctionalProbes(Fact<SignIn> signIn, Fact<Health> health, Fact<Mcp> mcp) {
    this.signIn = signIn;
    this.health = health;
    this.mcp = mcp;
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.of(
            spec("workos-api-key", "AuthKit, beside WORKOS_API_KEY")
                .expecting("AuthKit answers for the server")
                .by(
                    "keys of the authorization server that the server names; they are public, so"
                        + " the variable is not proven",
                    "server")
                .build(),
            this::workos),
        Check.of(
            spec("supabase-service-role-key", "SUPABASE_SERVICE_ROLE_KEY at work", "ENV-15")
                .expecting("the server reaches its database")
                .by("stands for it: the database in the checks of the health answer", "server")
                .build(),
            this::serviceRole),
        Check.of(
            spec("supabase-jwt-secret", "SUPABASE_JWT_SECRET at work", "ENV-18")
                .expecting("a signed-in request is served")
                .by(
                    "stands for it: tools/list with the profile's token, refused without one",
                    "server")
                .build(),
            this::jwt));
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("secret." + id, title, items).every(INTERVAL).validFor(Duration.ofHours(1));
  }

  private Answer workos(Facts facts) throws InterruptedException {
    SignIn seen = facts.get(signIn);
    Integer keys = seen.keys();
    Evidence evidence =
        new Evidence("authorization servers", seen.issuers() + "\n" + seen.troubles());
    return keys == null || keys == 0
        ? Answer.unknown("no key of an authorization server was read", evidence)
        : Answer.facts(
            "AuthKit publishes %d %s; the variable itself is told to nobody"
                .formatted(keys, keys == 1 ? "key" : "keys"),
            evidence);
  }

  private Answer serviceRole(Facts facts) throws InterruptedException {
    Map<String, String> parts = facts.get(health).checks();
    for (var part : parts.entrySet()) {
      if (DATABASE.matcher(part.getKey()).matches()) {
        return Answer.of(
            Health.isGood(part.getValue()),
            "the server calls its " + part.getKey() + " " + part.getValue(),
            new Evidence("checks of the health answer", parts.toString()));
      }
    }
    return Answer.unknown("the server's health tells nothing of its database");
  }

  private Answer jwt(Facts facts) throws InterruptedException {
    SignIn without = facts.get(signIn);
    if (!without.isEnforced()) {
      return Answer.unknown(
          "a request without a token is answered %d: a signed-in one proves nothing"
              .formatted(without.statusWithoutToken()));
    }
    Mcp seen = facts.get(mcp);
    return switch (seen.outcome()) {
      case LISTED -> Answer.pass("a signed-in request was given " + seen.tools().size() + " tools");
      case SIGN_IN_REQUIRED -> Answer.unknown("the profile names no token to sign in with");
      case TOKEN_REFUSED -> Answer.unknown("the profile's token is refused");
      case RATE_LIMITED -> Answer.unknown("the server limits this client (429)");
    };
  }
}
