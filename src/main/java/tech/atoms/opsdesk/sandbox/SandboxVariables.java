package tech.atoms.opsdesk.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.atoms.opsdesk.sandbox.checkout.Checkout;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.sandbox.platform.Variable;

/** The environment variables of the sandbox's server: the specification's, with its own URLs. */
final class SandboxVariables {
  /** The application that people sign in to. */
  static final String CLIENT_ID = "client_01JSANDB0XATOMSMCP00000001";

  private static final Set<String> SENSITIVE =
      Set.of("WORKOS_API_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_JWT_SECRET");
  private static final Set<String> ENCRYPTED =
      Set.of("WORKOS_CLIENT_ID", "NEXT_PUBLIC_SUPABASE_ANON_KEY");

  /** Before the oldest of the deployments that a sandbox begins with. */
  private static final Duration SET_BEFORE = Duration.ofDays(60);

  /** As long as Supabase's own keys are valid. */
  private static final Duration KEY_VALID = Duration.ofDays(3650);

  private final URI server;
  private final URI issuer;
  private final URI platform;
  private final SecretFiles secrets;
  private final InstantSource clock;

  SandboxVariables(URI server, URI issuer, URI platform, SecretFiles secrets, InstantSource clock) {
    this.server = server;
    this.issuer = issuer;
    this.platform = platform;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Sets them where they were never set; else follows moved ports, and keeps what was changed. */
  void keep(PlatformState state, Checkout checkout, Kept before) throws IOException {
    Map<String, String> moved = moved(before);
    if (!state.hasVariables()) {
      Instant longAgo = clock.instant().minus(SET_BEFORE);
      List<Variable> made =
          values().entrySet().stream()
              .map(v -> variable(v.getKey(), v.getValue(), longAgo))
              .toList();
      state.variables(made);
    } else if (!moved.isEmpty()) {
      state.variables(
          state.variables().stream()
              .map(
                  v ->
                      new Variable(
                          v.id(),
                          v.key(),
                          follow(v.value(), moved),
                          v.type(),
                          v.target(),
                          v.createdAt(),
                          v.updatedAt()))
              .toList());
    }
    checkout.follow(moved);
    Map<String, String> set = new LinkedHashMap<>();
    state.variables().forEach(v -> set.put(v.key(), v.value()));
    checkout.link(PlatformState.PROJECT_ID, PlatformState.PROJECT_NAME, PlatformState.TEAM_ID, set);
  }

  private Map<String, String> moved(Kept before) {
    Map<String, String> moved = new LinkedHashMap<>();
    move(moved, before.httpsPort(), server);
    move(moved, before.issuerPort(), issuer);
    move(moved, before.platformPort(), platform);
    return moved;
  }

  private static void move(Map<String, String> moved, int port, URI to) {
    if (port != 0 && port != to.getPort()) {
      moved.put(to.getHost() + ":" + port, to.getHost() + ":" + to.getPort());
    }
  }

  private static String follow(String value, Map<String, String> moved) {
    String followed = value;
    for (var one : moved.entrySet()) {
      followed = followed.replace(one.getKey(), one.getValue());
    }
    return followed;
  }

  private static Variable variable(String key, String value, Instant now) {
    String type =
        SENSITIVE.contains(key) ? "sensitive" : ENCRYPTED.contains(key) ? "encrypted" : "plain";
    return new Variable(
        "env" + Integer.toHexString(key.hashCode()),
        key,
        value,
        type,
        List.of("production", "preview"),
        now,
        now);
  }

  private Map<String, String> values() throws IOException {
    String signing = secrets.get("supabase-jwt-secret").reveal();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("ATOMS_FASTMCP_TRANSPORT", "http");
    all.put("ATOMS_FASTMCP_HTTP_PATH", "/api/mcp");
    all.put("ATOMS_FASTMCP_HTTP_AUTH_MODE", "required");
    all.put("ATOMS_FASTMCP_AUTH_MODE", "supabase_jwt");
    all.put("PRODUCTION", "true");
    all.put("LOG_LEVEL", "INFO");
    all.put("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_BASE_URL", server.toString());
    all.put("PUBLIC_URL", server.toString());
    all.put("MCP_ENDPOINT", server + "/api/mcp");
    all.put("FASTMCP_SERVER_AUTH", "fastmcp.server.auth.providers.workos.AuthKitProvider");
    all.put("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_AUTHKIT_DOMAIN", issuer.toString());
    all.put("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_REQUIRED_SCOPES", "openid,profile,email");
    all.put("WORKOS_API_KEY", "sk_live_" + letters(secrets.get("workos-api-key").reveal()));
    all.put("WORKOS_CLIENT_ID", CLIENT_ID);
    all.put("SUPABASE_SERVICE_ROLE_KEY", key("service_role", signing));
    all.put("NEXT_PUBLIC_SUPABASE_ANON_KEY", key("anon", signing));
    all.put("NEXT_PUBLIC_SUPABASE_URL", platform.toString());
    all.put("SUPABASE_JWT_SECRET", signing);
    all.put("GOOGLE_CLOUD_PROJECT", "atoms-sandbox");
    all.put("GOOGLE_CLOUD_LOCATION", "us-central1");
    // The specification's text-embedding-004 was shut down in January 2026.
    all.put("VERTEX_EMBEDDINGS_MODEL", "text-embedding-005");
    all.put("MCP_SESSION_TTL_HOURS", "24");
    all.put("SESSION_CLEANUP_INTERVAL_MINUTES", "30");
    all.put("MAX_SESSIONS_PER_USER", "10");
    all.put("RATE_LIMIT_ENABLED", "true");
    all.put("RATE_LIMIT_REQUESTS_PER_MINUTE", "60");
    all.put("RATE_LIMIT_BURST_SIZE", "100");
    all.put("CACHE_ENABLED", "true");
    all.put("CACHE_TTL_SECONDS", "300");
    all.put("CACHE_MAX_SIZE_MB", "100");
    return all;
  }

  private static String letters(String text) {
    return text.replaceAll("[^A-Za-z0-9]", "x");
  }

  private String key(String role, String secret) throws IOException {
    Instant now = clock.instant();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer("supabase")
                .claim("ref", "sandbox")
                .claim("role", role)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(KEY_VALID)))
                .build());
    try {
      jwt.sign(new MACSigner(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (JOSEException e) {
      throw new IOException("the key of " + role + " was not made", e);
    }
    return jwt.serialize();
  }
}
