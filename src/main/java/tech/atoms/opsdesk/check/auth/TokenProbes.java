package tech.atoms.opsdesk.check.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.server.ServerClient;

/**
 * Sends tokens that must be refused, each with a ping and nothing else. Active: a person starts
 * them.
 */
public final class TokenProbes {
  private static final String SOURCE = "server";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String NO_TOKEN = "the profile names no token to change";
  private static final String NO_MINT =
      "no token with these claims can be made: the issuer's key is its own (a sandbox can)";

  private final ServerClient server;
  private final ServerSettings settings;
  private final SecretResolver secrets;
  private final @Nullable ProbeTokens mint;

  /**
   * The probes of a server.
   *
   * @param server whom to try
   * @param settings names its tokens
   * @param secrets resolves them
   * @param mint signs tokens with the issuer's own key; null where nobody can
   */
  public TokenProbes(
      ServerClient server,
      ServerSettings settings,
      SecretResolver secrets,
      @Nullable ProbeTokens mint) {
    this.server = server;
    this.settings = settings;
    this.secrets = secrets;
    this.mint = mint;
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.of(
            spec("auth.signature", "Forged tokens", 4, "SEC-05")
                .expecting("the real token passes; another signature, key or alg none: 401")
                .by("ping with the profile's token and three forgeries of it", SOURCE)
                .ofDeployment()
                .validFor(Duration.ofDays(30))
                .build(),
            this::signature),
        Check.of(
            spec("auth.expiry", "Expired tokens", 1, "SEC-06")
                .expecting("401")
                .by("ping with a token that expired an hour ago or more", SOURCE)
                .ofDeployment()
                .validFor(Duration.ofDays(30))
                .build(),
            this::expiry),
        Check.of(
            spec("auth.leeway", "Leeway of 30 s", 2, "JWT-04")
                .expecting("expired 15 s ago passes, 60 s ago: 401")
                .by("ping with two tokens of the issuer", SOURCE)
                .validFor(Duration.ofDays(30))
                .build(),
            this::leeway),
        Check.of(
            spec("auth.claims", "Well-signed tokens for others", 4)
                .expecting("wrong issuer, wrong audience, not valid yet, over age: 401 each")
                .by("ping with four tokens of the issuer's key", SOURCE)
                .ofDeployment()
                .validFor(Duration.ofDays(30))
                .build(),
            this::claims));
  }

  private static CheckSpec.Builder spec(String id, String title, int requests, String... items) {
    return CheckSpec.of(id, title, items).active(requests);
  }

  private Answer signature(Facts facts) throws JOSEException, ParseException {
    SecretRef ref = settings.token();
    if (ref == null) {
      return Answer.unknown(NO_TOKEN);
    }
    String real = secrets.resolve(ref).reveal();
    SignedJWT parsed;
    try {
      parsed = SignedJWT.parse(real);
    } catch (ParseException e) {
      return Answer.unknown("the profile's token is no signed JWT");
    }
    List<Tried> tried = new ArrayList<>();
    tried.add(attempt("the real one", real, true));
    tried.add(attempt("another signature", otherSignature(real), false));
    tried.add(attempt("alg none", unsigned(real), false));
    tried.add(attempt("another key under the same name", otherKey(parsed), false));
    return judged(tried);
  }

  private Answer expiry(Facts facts) {
    SecretRef ref = settings.expiredToken();
    String expired;
    if (ref != null) {
      expired = secrets.resolve(ref).reveal();
    } else if (mint != null) {
      expired = minted(mint, HOUR.multipliedBy(2), HOUR.negated(), null, null, null);
    } else {
      return Answer.unknown("no expired token of this server is at hand (server.expiredToken)");
    }
    return judged(List.of(attempt("expired", expired, false)));
  }

  private Answer leeway(Facts facts) {
    if (mint == null) {
      return Answer.unknown(NO_MINT);
    }
    return judged(
        List.of(
            attempt(
                "expired 15 s ago",
                minted(mint, HOUR, Duration.ofSeconds(-15), null, null, null),
                true),
            attempt(
                "expired 60 s ago",
                minted(mint, HOUR, Duration.ofSeconds(-60), null, null, null),
                false)));
  }

  private Answer claims(Facts facts) {
    if (mint == null) {
      return Answer.unknown(NO_MINT);
    }
    Duration old = Duration.ofHours(25);
    return judged(
        List.of(
            attempt(
                "wrong issuer",
                minted(mint, Duration.ZERO, HOUR, null, "https://issuer.invalid", null),
                false),
            attempt(
                "wrong audience",
                minted(mint, Duration.ZERO, HOUR, null, null, "https://other.invalid"),
                false),
            attempt("not valid yet", minted(mint, Duration.ZERO, HOUR, HOUR, null, null), false),
            attempt("issued 25 h ago", minted(mint, old, HOUR, null, null, null), false)));
  }

  private static String minted(
      ProbeTokens by,
      Duration issuedAgo,
      Duration expiresIn,
      @Nullable Duration notBefore,
      @Nullable String issuer,
      @Nullable String audience) {
    return by.token(issuedAgo, expiresIn, notBefore, issuer, audience).reveal();
  }

  private record Tried(String what, int status, boolean shouldPass) {
    boolean undecided() {
      return status == 429 || status >= 500;
    }

    boolean right() {
      boolean refused = status == 401 || status == 403;
      return refused != shouldPass;
    }

    @Override
    public String toString() {
      return what + ": " + status;
    }
  }

  private Tried attempt(String what, String token, boolean shouldPass) {
    return new Tried(what, server.statusWith(new Secret(token)), shouldPass);
  }

  private static Answer judged(List<Tried> tried) {
    Evidence evidence =
        new Evidence("status", String.join("\n", tried.stream().map(Tried::toString).toList()));
    List<String> wrong =
        tried.stream().filter(t -> !t.undecided() && !t.right()).map(Tried::toString).toList();
    if (!wrong.isEmpty()) {
      return Answer.fail(String.join(", ", wrong), evidence);
    }
    List<String> open = tried.stream().filter(Tried::undecided).map(Tried::toString).toList();
    return open.isEmpty()
        ? Answer.pass(String.join(", ", tried.stream().map(Tried::toString).toList()), evidence)
        : Answer.unknown(String.join(", ", open), evidence);
  }

  private static String otherSignature(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    signature[signature.length / 2] ^= 1;
    return token.substring(0, dot + 1) + BASE64.encodeToString(signature);
  }

  private static String unsigned(String token) {
    String header = "{\"alg\":\"none\",\"typ\":\"JWT\"}";
    String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    return BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "." + payload + ".";
  }

  private static String otherKey(SignedJWT real) throws JOSEException, ParseException {
    String name = real.getHeader().getKeyID();
    var key = new RSAKeyGenerator(2048).keyID(name).generate();
    var forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(name).build(), real.getJWTClaimsSet());
    forged.sign(new RSASSASigner(key));
    return forged.serialize();
  }
}
