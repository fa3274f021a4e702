package tech.atoms.opsdesk.check.health;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/** What answers of the server are worth. */
final class HealthJudge {
  private static final int LIMITED = 429;

  private HealthJudge() {}

  static Answer endpoint(Health health) {
    String passed =
        health.redirects().stream().map(Object::toString).collect(Collectors.joining(", "));
    Answer answer =
        Answer.of(
            health.statusCode() == 200,
            "status " + health.statusCode() + " in " + health.took().toMillis() + " ms");
    return passed.isEmpty()
        ? answer
        : new Answer(
            answer.outcome(), "", answer.found(), List.of(new Evidence("redirected from", passed)));
  }

  static Answer word(Health health) {
    List<String> missing = new ArrayList<>();
    if (health.timestamp() == null) {
      missing.add("timestamp");
    }
    if (health.version() == null) {
      missing.add("version");
    }
    if (health.checks().isEmpty()) {
      missing.add("checks");
    }
    if (health.metrics().isEmpty()) {
      missing.add("metrics");
    }
    Evidence evidence = new Evidence("not provided", String.join(", ", missing));
    Answer answer =
        health.word() == null
            ? Answer.unknown("not provided")
            : Answer.of(!health.saysUnhealthy(), health.word());
    return missing.isEmpty()
        ? answer
        : new Answer(answer.outcome(), "", answer.found(), List.of(evidence));
  }

  static Answer components(Health health) {
    if (health.checks().isEmpty()) {
      return Answer.notApplicable("the server tells of none");
    }
    String bad =
        health.checks().entrySet().stream()
            .filter(e -> !Health.isGood(e.getValue()))
            .map(e -> e.getKey() + " " + e.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
    return Answer.of(bad.isEmpty(), bad.isEmpty() ? health.checks().size() + " healthy" : bad);
  }

  static Answer listed(Mcp mcp) {
    Evidence evidence =
        new Evidence(
            "protocol", mcp.protocolVersion() == null ? "not told" : mcp.protocolVersion());
    return switch (mcp.outcome()) {
      case LISTED -> Answer.pass(mcp.tools().size() + " tools", evidence);
      case SIGN_IN_REQUIRED -> Answer.pass("up, asks for sign-in", evidence);
      case TOKEN_REFUSED -> Answer.fail("up, refuses the token", evidence);
      case RATE_LIMITED -> Answer.unknown("up, limits this client (429)", evidence);
    };
  }

  static Answer documents(SignIn signIn) {
    if (!signIn.isEnforced()) {
      return Answer.notApplicable("the server does not ask for sign-in");
    }
    boolean sound = signIn.troubles().isEmpty();
    return Answer.of(
        sound,
        sound ? signIn.keys() + " signing keys" : String.join(", ", signIn.troubles()),
        new Evidence("protected-resource document", String.valueOf(signIn.resourceMetadata())));
  }

  static Answer expired(SignIn signIn) {
    Integer status = signIn.statusWithExpiredToken();
    if (status != null && (status == LIMITED || status >= 500)) {
      return Answer.unknown("status " + status);
    }
    return status == null
        ? Answer.notApplicable("no expired token is at hand, and none may be invented")
        : Answer.of(!signIn.acceptsExpiredToken(), "status " + status);
  }
}
