package tech.atoms.opsdesk.check.auth;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.auth.IssuerDocuments.Metadata;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.SessionLifetimes;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.SignIn;

/** Who issues tokens, what they say, how long they and their sessions last. All passive but one. */
public final class AuthChecks implements AutoCloseable {
  private static final String DOCUMENTS = "authorization server";
  private static final String TOKEN = "the profile's token";
  private static final List<String> SCOPES = List.of("openid", "profile", "email");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final IssuerDocuments documents;
  private final RedirectProbe redirects;
  private final Fact<SignIn> signIn;
  private final Fact<Mcp> signedIn;
  private final Fact<Metadata> metadata;
  private final Fact<List<IssuerDocuments.Key>> keys;
  private final Fact<Token> token;
  private final Fact<SessionLifetimes> lifetimes;

  /**
   * The checks of a server's sign-in.
   *
   * @param signIn how the server asks for it
   * @param signedIn what the server answers to the profile's token
   * @param ref the profile's token; null where it names none
   * @param secrets resolves it
   * @param database where sessions are; null where the profile names none
   * @param variables of the platform: names the application that people sign in to
   * @param publicUrl where they are sent back to
   * @param deadline of each request
   */
  public AuthChecks(
      Fact<SignIn> signIn,
      Fact<Mcp> signedIn,
      @Nullable SecretRef ref,
      SecretResolver secrets,
      @Nullable MonitoredDatabase database,
      Fact<List<Variable>> variables,
      URI publicUrl,
      Duration deadline) {
    this.signIn = signIn;
    documents = new IssuerDocuments(deadline);
    this.signedIn = signedIn;
    metadata =
        Fact.of(
            "metadata of the authorization server",
            Lane.PROVIDER,
            facts -> documents.metadata(issuer(facts.get(signIn))),
            signIn);
    redirects = new RedirectProbe(metadata, variables, publicUrl, deadline);
    keys =
        Fact.of(
            "keys of the authorization server",
            Lane.PROVIDER,
            facts -> documents.keys(facts.get(metadata)),
            metadata);
    token =
        Fact.of(
            "token",
            Lane.MACHINE,
            facts -> {
              if (ref == null) {
                throw missing("server.token", "the profile names no token", "Add server.token");
              }
              return Token.of(secrets.resolve(ref), ref.toString());
            });
    lifetimes =
        Fact.of(
            "lifetimes of sessions",
            Lane.DATABASE,
            facts -> {
              if (database == null) {
                throw missing("database", "the profile names none", "Add a database");
              }
              return database.sessionLifetimes();
            });
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.over(
            spec("auth.challenge", "Challenge of a request without a token")
                .expecting("401 with resource_metadata in WWW-Authenticate (RFC 9728)")
                .by("tools/list without a token", "server")
                .build(),
            signIn,
            AuthChecks::challenge));
    checks.add(
        Check.of(
            spec("auth.works", "Sign-in, refused and granted", "POST-03")
                .expecting("401 without a token, tools listed with one")
                .by("tools/list without a token and with the profile's", "server")
                .validFor(Duration.ofMinutes(15))
                .every(Duration.ofMinutes(1))
                .build(),
            this::works));
    checks.add(
        Check.over(
            spec("auth.scopes", "Scopes of the authorization server", "WOS-03")
                .expecting("openid, profile and email among scopes_supported")
                .by("metadata of the authorization server", DOCUMENTS)
                .build(),
            metadata,
            AuthChecks::scopes));
    checks.add(
        Check.over(
            spec("auth.refresh-tokens", "Refresh tokens", "SEC-07")
                .expecting("a person has seen that each is used once")
                .by("grant_types_supported of the authorization server; a person judges", DOCUMENTS)
                .build(),
            metadata,
            AuthChecks::refreshTokens));
    checks.add(
        Check.of(
            spec("auth.second-factor", "Second factor", "WOS-05")
                .expecting("a person has seen in WorkOS that it is asked for")
                .by("amr of the profile's token; acr and amr values of the metadata", DOCUMENTS)
                .build(),
            this::secondFactor));
    checks.add(
        Check.of(
            spec("auth.algorithm", "Signing algorithm", "JWT-01")
                .expecting("RS256, with a key that the authorization server publishes")
                .by("header of the profile's token against the published keys", TOKEN)
                .build(),
            this::algorithm));
    checks.add(
        Check.of(
            spec("auth.issuer", "Issuer", "JWT-02")
                .expecting("one name: in the server's document, the metadata and the token")
                .by("iss of the token, issuer of the metadata, authorization_servers", TOKEN)
                .build(),
            this::issuer));
    checks.add(
        Check.of(
            spec("auth.audience", "Audience", "JWT-03")
                .expecting("the resource that the server publishes")
                .by("aud of the profile's token against the protected-resource document", TOKEN)
                .build(),
            this::audience));
    checks.add(
        Check.over(
            spec("auth.token-age", "Lifetime of tokens", "JWT-05")
                .expecting("at most 86,400 s from iat to exp")
                .by("exp - iat of the profile's token", TOKEN)
                .build(),
            token,
            AuthChecks::tokenAge));
    checks.add(
        Check.over(
            spec("auth.session-duration", "Duration of sessions", "WOS-04")
                .expecting("24 h")
                .by("expires_at - created_at of live sessions", "atoms_sessions")
                .build(),
            lifetimes,
            AuthChecks::sessionDuration));
    checks.add(
        Check.over(
            spec("auth.session-timeout", "Sessions time out", "SEC-08")
                .expecting("every live session ends within 24 h of its beginning")
                .by("expires_at - created_at of live sessions", "atoms_sessions")
                .build(),
            lifetimes,
            AuthChecks::sessionTimeout));
    checks.add(redirects.check());
    return List.copyOf(checks);
  }

  @Override
  public void close() {
    redirects.close();
    documents.close();
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of(id, title, items).every(INTERVAL);
  }

  private static Unanswerable missing(String where, String why, String next) {
    return new Unanswerable(
        new Problem("It cannot be seen", where, why, next + " to the environment"), null);
  }

  private static URI issuer(SignIn signIn) {
    if (signIn.issuers().isEmpty()) {
      throw missing(
          "protected-resource document",
          signIn.isEnforced()
              ? "it names no authorization server"
              : "the server does not ask for sign-in",
          "Add the authorization server");
    }
    return signIn.issuers().getFirst();
  }

  private static Answer challenge(SignIn signIn) {
    String header = signIn.challenge();
    Evidence evidence = new Evidence("WWW-Authenticate", header == null ? "absent" : header);
    return Answer.of(
        signIn.isEnforced() && header != null && header.contains("resource_metadata"),
        "status "
            + signIn.statusWithoutToken()
            + (header == null
                ? " without WWW-Authenticate"
                : header.contains("resource_metadata")
                    ? " with resource_metadata"
                    : " without resource_metadata"),
        evidence);
  }

  private Answer works(Facts facts) throws InterruptedException {
    SignIn refused = facts.get(signIn);
    if (!refused.isEnforced()) {
      return Answer.fail("a request without a token is answered " + refused.statusWithoutToken());
    }
    Mcp granted = facts.get(signedIn);
    return switch (granted.outcome()) {
      case LISTED -> Answer.pass("401 without, " + granted.tools().size() + " tools with a token");
      case TOKEN_REFUSED -> Answer.fail("401 without a token, and the profile's token is refused");
      case SIGN_IN_REQUIRED ->
          Answer.unknown("401 without a token; the profile names none to try with");
      case RATE_LIMITED -> Answer.unknown("401 without a token; with one it limits this client");
    };
  }

  private static Answer refreshTokens(IssuerDocuments.Metadata found) {
    String grants = String.join(", ", found.grants());
    return Answer.facts(
        found.grants().contains("refresh_token")
            ? "refresh tokens are given; whether each is used once shows in WorkOS"
            : grants.isEmpty()
                ? "the authorization server does not tell its kinds of grants"
                : "no refresh tokens are given",
        new Evidence(found.url().toString(), "grant_types_supported: " + grants));
  }

  private Answer secondFactor(Facts facts) throws InterruptedException {
    Metadata told = facts.get(metadata);
    String factors = told.factors().isEmpty() ? "not told" : String.join(", ", told.factors());
    String methods;
    try {
      List<String> amr = facts.get(token).methods();
      methods = amr.isEmpty() ? "not told" : String.join(", ", amr);
    } catch (Unanswerable e) {
      methods = e.problem().why();
    }
    return Answer.facts(
        "how the profile's token was signed in: " + methods,
        new Evidence(TOKEN, "amr: " + methods),
        new Evidence(told.url().toString(), "acr and amr values supported: " + factors));
  }

  private static Answer scopes(Metadata metadata) {
    List<String> missing =
        SCOPES.stream().filter(scope -> !metadata.scopes().contains(scope)).toList();
    return Answer.of(
        missing.isEmpty(),
        missing.isEmpty()
            ? String.join(", ", metadata.scopes())
            : "without " + String.join(", ", missing),
        new Evidence(metadata.url().toString(), "scopes_supported: " + metadata.scopes()));
  }

  private Answer algorithm(Facts facts) throws InterruptedException {
    Token mine = facts.get(token);
    List<IssuerDocuments.Key> published = facts.get(keys);
    Evidence evidence =
        new Evidence(
            "published keys",
            published.stream()
                .map(key -> key.id() + " " + key.type() + " " + key.algorithm())
                .collect(Collectors.joining("\n")));
    if (!mine.algorithm().equals("RS256")) {
      return Answer.fail("the token is signed with " + mine.algorithm(), evidence);
    }
    boolean known =
        published.stream()
            .anyMatch(
                key ->
                    key.id().equals(mine.keyId())
                        && key.type().equals("RSA")
                        && (key.algorithm().isEmpty() || key.algorithm().equals("RS256")));
    return Answer.of(
        known,
        known ? "RS256, key is published" : "RS256, but its key is not published as one for RS256",
        evidence);
  }

  private Answer issuer(Facts facts) throws InterruptedException {
    Metadata published = facts.get(metadata);
    String advertised = Slashes.trimmed(issuer(facts.get(signIn)).toString());
    String own = facts.get(token).issuer();
    Evidence evidence =
        new Evidence(
            "issuer",
            "server's document: %s\nmetadata: %s\ntoken: %s"
                .formatted(advertised, published.issuer(), own));
    boolean same =
        Slashes.trimmed(published.issuer()).equals(advertised)
            && Slashes.trimmed(own).equals(advertised);
    return Answer.of(
        same,
        same
            ? advertised
            : "document " + advertised + ", metadata " + published.issuer() + ", token " + own,
        evidence);
  }

  private Answer audience(Facts facts) throws InterruptedException {
    String resource = facts.get(signIn).resource();
    List<String> audiences = facts.get(token).audiences();
    if (resource == null) {
      return Answer.unknown("the server publishes no resource");
    }
    boolean fits = audiences.contains(resource);
    return Answer.of(
        fits, String.join(", ", audiences), new Evidence("published resource", resource));
  }

  private static Answer tokenAge(Token token) {
    Duration lifetime = token.lifetime();
    return lifetime == null
        ? Answer.fail("the token does not say when it was issued or when it expires")
        : Answer.of(lifetime.compareTo(DAY) <= 0, lifetime.toSeconds() + " s");
  }

  private static Answer sessionDuration(SessionLifetimes seen) {
    if (seen.sessions() == 0) {
      return Answer.unknown("no live session to look at");
    }
    boolean day =
        seen.longest().minus(DAY).abs().compareTo(TOLERANCE) <= 0
            && seen.shortest().minus(DAY).abs().compareTo(TOLERANCE) <= 0;
    return Answer.of(day, hours(seen));
  }

  private static Answer sessionTimeout(SessionLifetimes seen) {
    return seen.sessions() == 0
        ? Answer.unknown("no live session to look at")
        : Answer.of(seen.longest().compareTo(DAY.plus(TOLERANCE)) <= 0, hours(seen));
  }

  private static String hours(SessionLifetimes seen) {
    double shortest = seen.shortest().toMinutes() / 60.0;
    double longest = seen.longest().toMinutes() / 60.0;
    return "%.1f to %.1f h over %d live sessions".formatted(shortest, longest, seen.sessions());
  }
}
