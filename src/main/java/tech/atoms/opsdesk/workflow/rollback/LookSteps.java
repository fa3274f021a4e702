package tech.atoms.opsdesk.workflow.rollback;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.server.SignIn;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Step;

/** Looks at the server after traffic has moved; changes nothing. */
final class LookSteps {
  static final String VERSION = "version";
  static final String SMOKE = "smoke";

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private LookSteps() {}

  static Step version(ServerClient server, String version) {
    return step(VERSION, () -> version(server.health(), version));
  }

  static Step smoke(ServerClient server) {
    return step(SMOKE, () -> smoke(server.health(), server.mcp(), server.signIn()));
  }

  private static Observed version(Health health, String wanted) {
    String told = health.version();
    if (told == null) {
      return wanted.isEmpty() || health.statusCode() != 200
          ? Observed.notDone("health answers " + health.statusCode() + " and tells no version")
          : Observed.done("health answers 200; it tells no version");
    }
    return bare(told).equals(bare(wanted)) || wanted.isEmpty()
        ? Observed.done("health tells " + told)
        : Observed.notDone("health tells " + told);
  }

  private static String bare(String version) {
    return version.toLowerCase(Locale.ROOT).startsWith("v") ? version.substring(1) : version;
  }

  private static Observed smoke(Health health, Mcp mcp, SignIn signIn) {
    String seen =
        "health %d %s, %d tools, %d without a token"
            .formatted(
                health.statusCode(),
                health.word() == null ? "without a word" : health.word(),
                mcp.tools().size(),
                signIn.statusWithoutToken());
    boolean well =
        health.statusCode() == 200
            && !health.saysUnhealthy()
            && signIn.isEnforced()
            && (mcp.outcome() == Mcp.Outcome.LISTED
                || mcp.outcome() == Mcp.Outcome.SIGN_IN_REQUIRED);
    return well ? Observed.done(seen) : Observed.notDone(seen);
  }

  private static Step step(String id, Supplier<Observed> look) {
    return new Step() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Duration timeout() {
        return TIMEOUT;
      }

      @Override
      public Observed observe() {
        return look.get();
      }
    };
  }
}
