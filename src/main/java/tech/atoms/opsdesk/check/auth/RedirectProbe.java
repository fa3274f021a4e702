package tech.atoms.opsdesk.check.auth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpReader;
import tech.atoms.opsdesk.provider.vercel.Variable;

/**
 * Begins sign-ins that send people back to different places, and ends none of them. Active: a
 * person starts it.
 */
final class RedirectProbe implements AutoCloseable {
  private static final List<String> PATHS = List.of("/auth/callback", "/auth/complete");
  private static final String BOGUS = "https://opsdesk-probe.invalid/auth/callback";
  private static final String CLIENT_ID = "WORKOS_CLIENT_ID";
  private static final int CAP = 1024 * 1024;

  /** SHA-256 of a verifier that nobody keeps: no code will ever be exchanged. */
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final Fact<IssuerDocuments.Metadata> metadata;
  private final Fact<List<Variable>> variables;
  private final URI publicUrl;
  private final HttpReader http;

  RedirectProbe(
      Fact<IssuerDocuments.Metadata> metadata,
      Fact<List<Variable>> variables,
      URI publicUrl,
      Duration deadline) {
    this.metadata = metadata;
    this.variables = variables;
    this.publicUrl = publicUrl;
    this.http = new HttpReader(deadline, null);
  }

  Check check() {
    return Check.of(
        CheckSpec.of("auth.redirect-uris", "Redirect URIs", "WOS-02")
            .active(PATHS.size() + 1)
            .expecting("the application's own are accepted, any other is refused")
            .by(
                "an authorization request with each, and one with a bogus one",
                "authorization server")
            .build(),
        this::look);
  }

  private Answer look(Facts facts) throws InterruptedException {
    URI authorize = facts.get(metadata).authorizeUrl();
    if (authorize == null) {
      return Answer.unknown("the authorization server names no authorization endpoint");
    }
    String client = clientId(facts.get(variables));
    if (client == null) {
      return Answer.unknown("the platform tells no " + CLIENT_ID);
    }
    List<String> wrong = new ArrayList<>();
    List<String> open = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (String path : PATHS) {
      String redirect = Slashes.trimmed(publicUrl) + path;
      attempt(authorize, client, redirect, true, lines, wrong, open);
    }
    attempt(authorize, client, BOGUS, false, lines, wrong, open);
    Evidence evidence = new Evidence(authorize.toString(), lines.toString().stripTrailing());
    if (!wrong.isEmpty()) {
      return Answer.fail(String.join(", ", wrong), evidence);
    }
    return open.isEmpty()
        ? Answer.pass(PATHS.size() + " accepted, a bogus one refused", evidence)
        : Answer.unknown(String.join(", ", open), evidence);
  }

  private void attempt(
      URI authorize,
      String client,
      String redirect,
      boolean wanted,
      StringBuilder lines,
      List<String> wrong,
      List<String> open) {
    var answer =
        http.first(
            Ask.get("authorization server", url(authorize, client, redirect), Map.of(), CAP));
    int status = answer.status();
    lines.append(redirect).append(": ").append(status).append('\n');
    if (status == 429 || status >= 500) {
      open.add(redirect + " was answered " + status);
      return;
    }
    String location = answer.header("Location");
    // Some servers show their refusal on a page of their own.
    boolean refused = status >= 400 || (location != null && location.contains("error="));
    if (refused == wanted) {
      wrong.add(redirect + (refused ? " is refused" : " is accepted"));
    }
  }

  private static URI url(URI authorize, String client, String redirect) {
    String query = authorize.getRawQuery();
    return URI.create(
        authorize
            + (query == null ? "?" : "&")
            + "response_type=code&client_id="
            + encoded(client)
            + "&redirect_uri="
            + encoded(redirect)
            + "&scope=openid&state=opsdesk-probe&code_challenge_method=S256&code_challenge="
            + CHALLENGE);
  }

  private static @Nullable String clientId(List<Variable> variables) {
    return variables.stream()
        .filter(variable -> variable.key().equals(CLIENT_ID))
        .map(Variable::value)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
