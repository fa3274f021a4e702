package tech.atoms.opsdesk.sandbox.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/**
 * The sandbox's identity provider: publishes its metadata and its RS256 key on a port of its own,
 * as an AuthKit domain does, and mints access tokens. Safe on any thread.
 */
public final class Issuer implements AutoCloseable {
  static final String SCOPES = "openid profile email";
  private static final int KEY_BITS = 2048;

  private final RSAKey key;
  private final InstantSource clock;
  private final Loopback loopback;
  private volatile @Nullable Client client;
  private volatile URI audience = URI.create("urn:opsdesk:sandbox");

  /**
   * Prepares an issuer; {@link #start} opens its port.
   *
   * @param privateJwk the signing key as {@link #newKey} made it
   * @param port port on 127.0.0.1; 0: a free one, kept for later starts
   * @param clock times of the tokens
   * @throws IllegalArgumentException where the key is no private RSA JWK
   */
  public Issuer(Secret privateJwk, int port, InstantSource clock) {
    this.key = parse(privateJwk);
    this.clock = clock;
    this.loopback = new Loopback(port);
  }

  /** A new signing key, as the JSON text of a private JWK, for the caller to keep. */
  public static Secret newKey() {
    try {
      RSAKey key =
          new RSAKeyGenerator(KEY_BITS)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyID("sso_oidc_key_pair_" + UUID.randomUUID())
              .generate();
      return new Secret(key.toJSONString());
    } catch (JOSEException e) {
      throw new IllegalStateException("This Java cannot make RSA keys", e);
    }
  }

  private static RSAKey parse(Secret jwk) {
    try {
      RSAKey key = RSAKey.parse(jwk.reveal());
      if (!key.isPrivate()) {
        throw new IllegalArgumentException("The issuer's key has no private part");
      }
      return key;
    } catch (ParseException e) {
      throw new IllegalArgumentException("The issuer's key is no RSA JWK", e);
    }
  }

  /**
   * Opens the port.
   *
   * @throws IOException where the port is taken
   */
  public void start() throws IOException {
    Server server = loopback.newServer();
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Documents()), "/*");
    server.setHandler(context);
    loopback.start(server);
  }

  /** Closes the port; {@link #start} opens the same one again. */
  public void stop() {
    loopback.stop();
  }

  @Override
  public void close() {
    stop();
  }

  /** The issuer as tokens name it, without a trailing slash. Only after {@link #start}. */
  public URI issuerUrl() {
    return loopback.baseUrl();
  }

  /** Where its public keys are. Only after {@link #start}. */
  public URI jwksUrl() {
    return loopback.baseUrl().resolve("/oauth2/jwks");
  }

  /**
   * Mints an access token for the server that uses this issuer. Each call gives another token, and
   * so another session.
   *
   * @param userId {@code sub}: the user's id in {@code atoms_users}, or any other stable id
   * @param email the user's address
   * @param ttl until it expires; negative: it has expired that long ago
   * @return a signed JWT
   */
  public String token(String userId, String email, Duration ttl) {
    Instant now = clock.instant();
    Instant issued = ttl.isNegative() ? now.plus(ttl.multipliedBy(2)) : now;
    return sign(claims(userId, email, issued).expirationTime(Date.from(now.plus(ttl))).build());
  }

  /**
   * What a token that somebody practises with should say.
   *
   * @param userId {@code sub}
   * @param email the user's address
   * @param issued {@code iat}
   * @param expires {@code exp}
   * @param notBefore {@code nbf}; null: none
   * @param issuer {@code iss}; null: this issuer
   * @param audience {@code aud}; null: the registered resource
   */
  public record Wish(
      String userId,
      String email,
      Instant issued,
      Instant expires,
      @Nullable Instant notBefore,
      @Nullable String issuer,
      @Nullable String audience) {}

  /** Mints a token as wished, signed with this issuer's key, so that a checker can be tried. */
  public String token(Wish wish) {
    JWTClaimsSet.Builder claims =
        claims(wish.userId(), wish.email(), wish.issued())
            .expirationTime(Date.from(wish.expires()));
    if (wish.notBefore() != null) {
      claims.notBeforeTime(Date.from(wish.notBefore()));
    }
    if (wish.issuer() != null) {
      claims.issuer(wish.issuer());
    }
    if (wish.audience() != null) {
      claims.audience(wish.audience());
    }
    return sign(claims.build());
  }

  /** The usual claims of a token, without its expiry. */
  JWTClaimsSet.Builder claims(String userId, String email, Instant issued) {
    return new JWTClaimsSet.Builder()
        .issuer(issuerUrl().toString())
        .audience(audience.toString())
        .subject(userId)
        .claim("email", email)
        .claim("scope", SCOPES)
        .claim("sid", "session_" + UUID.randomUUID())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(issued));
  }

  /** Signs claims with this issuer's key. */
  String sign(JWTClaimsSet claims) {
    try {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID(key.getKeyID())
              .type(JOSEObjectType.JWT)
              .build();
      var jwt = new SignedJWT(header, claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The issuer's key does not sign", e);
    }
  }

  /**
   * An application that people sign in to.
   *
   * @param id client id
   * @param redirects where it may send them back to
   * @param faults what is to go wrong
   */
  public record Client(String id, List<URI> redirects, Faults faults) {
    /** Copies the list. */
    public Client {
      redirects = List.copyOf(redirects);
    }

    boolean takes(String redirect) {
      if (faults.active(Fault.REDIRECT_URI_OPEN)) {
        return true;
      }
      return redirects.stream()
          .skip(faults.active(Fault.REDIRECT_URI_UNKNOWN) ? 1 : 0)
          .anyMatch(known -> known.toString().equals(redirect));
    }
  }

  /** Registers the one application; until then nobody can begin to sign in. */
  public void register(Client application) {
    client = application;
  }

  /** Registers the resource that its tokens are for. */
  void audience(URI resource) {
    audience = resource;
  }

  private final class Documents extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      switch (request.getRequestURI()) {
        case "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" ->
            Replies.json(response, 200, metadata());
        case "/oauth2/jwks" -> Replies.json(response, 200, new JWKSet(published()).toJSONObject());
        case "/oauth2/authorize" -> authorize(request, response);
        default -> Replies.json(response, 404, Map.of("message", "Not Found"));
      }
    }
  }

  /** The first step of a sign-in: sends a browser to the sign-in page, or says what is wrong. */
  private void authorize(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Client known = client;
    String redirect = request.getParameter("redirect_uri");
    if (known == null || !known.id().equals(request.getParameter("client_id"))) {
      refuse(response, "invalid_client", "Application not found.");
    } else if (redirect == null || !known.takes(redirect)) {
      refuse(response, "invalid_redirect_uri", "This is not a valid redirect URI.");
    } else if (!"code".equals(request.getParameter("response_type"))) {
      refuse(response, "unsupported_response_type", "Only code is supported.");
    } else {
      response.setStatus(302);
      response.setHeader(
          "Location", issuerUrl() + "/sign-in?authorization_session_id=" + UUID.randomUUID());
    }
  }

  private static void refuse(HttpServletResponse response, String error, String description)
      throws IOException {
    Replies.json(response, 400, Map.of("error", error, "error_description", description));
  }

  private boolean wrong(double value) {
    Client known = client;
    return known != null && known.faults().active(Fault.SIGN_IN_WRONG, value);
  }

  private RSAKey published() {
    RSAKey open = key.toPublicJWK();
    return wrong(3) ? new RSAKey.Builder(open).algorithm(JWSAlgorithm.RS512).build() : open;
  }

  private Map<String, Object> metadata() {
    String url = issuerUrl().toString();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", wrong(2) ? url + "/other" : url);
    document.put("authorization_endpoint", url + "/oauth2/authorize");
    document.put("token_endpoint", url + "/oauth2/token");
    document.put("introspection_endpoint", url + "/oauth2/introspection");
    document.put("jwks_uri", jwksUrl().toString());
    document.put(
        "scopes_supported",
        wrong(1)
            ? List.of("email", "offline_access", "openid")
            : List.of("email", "offline_access", "openid", "profile"));
    document.put("response_types_supported", List.of("code"));
    document.put("response_modes_supported", List.of("query"));
    document.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put(
        "token_endpoint_auth_methods_supported",
        List.of("none", "client_secret_post", "client_secret_basic"));
    return document;
  }
}
