package tech.atoms.opsdesk.check.configuration;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A variable of section 1.1 of the specification.
 *
 * @param item of the checklist
 * @param name of the variable
 * @param expected what its value should be, for people
 * @param secret whether its value is never shown
 * @param rule what its value should be
 */
record Wanted(String item, String name, String expected, boolean secret, Rule rule) {
  private static final Pattern LONG = Pattern.compile("\\S{32,}");
  private static final Pattern CLIENT = Pattern.compile("client_[A-Za-z0-9]{8,}");
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");

  /** All thirty, in the specification's order. */
  static final List<Wanted> ALL =
      List.of(
          fixed("ENV-01", "ATOMS_FASTMCP_TRANSPORT", "http"),
          fixed("ENV-02", "ATOMS_FASTMCP_HTTP_PATH", "/api/mcp"),
          fixed("ENV-03", "ATOMS_FASTMCP_HTTP_AUTH_MODE", "required"),
          fixed("ENV-04", "ATOMS_FASTMCP_AUTH_MODE", "supabase_jwt"),
          open("ENV-05", "PRODUCTION", "true", Rule.yes()),
          fixed("ENV-06", "LOG_LEVEL", "INFO"),
          open(
              "ENV-07",
              "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_BASE_URL",
              "the server's public address",
              Rule.publicUrl(false)),
          open("ENV-08", "PUBLIC_URL", "the server's public address", Rule.publicUrl(false)),
          open(
              "ENV-09",
              "MCP_ENDPOINT",
              "the server's public address with the MCP path",
              Rule.publicUrl(true)),
          fixed(
              "ENV-10",
              "FASTMCP_SERVER_AUTH",
              "fastmcp.server.auth.providers.workos.AuthKitProvider"),
          open(
              "ENV-11",
              "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_AUTHKIT_DOMAIN",
              "the authorization server that the server names",
              Rule.issuer()),
          open(
              "ENV-12",
              "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_REQUIRED_SCOPES",
              "openid,profile,email",
              Rule.words("openid", "profile", "email")),
          hidden("ENV-13", "WORKOS_API_KEY", "a WorkOS key (sk_…)", Rule.workosKey()),
          open(
              "ENV-14",
              "WORKOS_CLIENT_ID",
              "a WorkOS client (client_…)",
              Rule.secret(CLIENT, "WorkOS client (client_…)")),
          hidden(
              "ENV-15",
              "SUPABASE_SERVICE_ROLE_KEY",
              "the key of the role service_role",
              Rule.supabaseKey("service_role", "sb_secret_")),
          hidden(
              "ENV-16",
              "NEXT_PUBLIC_SUPABASE_ANON_KEY",
              "the key of the role anon",
              Rule.supabaseKey("anon", "sb_publishable_")),
          open("ENV-17", "NEXT_PUBLIC_SUPABASE_URL", "https address", Rule.supabaseUrl()),
          hidden(
              "ENV-18",
              "SUPABASE_JWT_SECRET",
              "32 characters at least",
              Rule.secret(LONG, "secret of 32 characters at least")),
          open(
              "ENV-19",
              "GOOGLE_CLOUD_PROJECT",
              "a project's id",
              (value, context) ->
                  PROJECT.matcher(value).matches() ? null : "it is " + value + ", no project's id"),
          fixed("ENV-20", "GOOGLE_CLOUD_LOCATION", "us-central1"),
          open(
              "ENV-21",
              "VERTEX_EMBEDDINGS_MODEL",
              "text-embedding-004 or a model that followed it",
              Rule.oneOf(
                  "text-embedding-004",
                  "text-embedding-005",
                  "text-multilingual-embedding-002",
                  "gemini-embedding-001",
                  "gemini-embedding-2")),
          count("ENV-22", "MCP_SESSION_TTL_HOURS", 24),
          count("ENV-23", "SESSION_CLEANUP_INTERVAL_MINUTES", 30),
          count("ENV-24", "MAX_SESSIONS_PER_USER", 10),
          open("ENV-25", "RATE_LIMIT_ENABLED", "true", Rule.yes()),
          count("ENV-26", "RATE_LIMIT_REQUESTS_PER_MINUTE", 60),
          count("ENV-27", "RATE_LIMIT_BURST_SIZE", 100),
          open("ENV-28", "CACHE_ENABLED", "true", Rule.yes()),
          count("ENV-29", "CACHE_TTL_SECONDS", 300),
          count("ENV-30", "CACHE_MAX_SIZE_MB", 100));

  private static Wanted fixed(String item, String name, String value) {
    return new Wanted(item, name, value, false, Rule.exactly(value));
  }

  private static Wanted count(String item, String name, int value) {
    return new Wanted(item, name, String.valueOf(value), false, Rule.number(value));
  }

  private static Wanted open(String item, String name, String expected, Rule rule) {
    return new Wanted(item, name, expected, false, rule);
  }

  private static Wanted hidden(String item, String name, String expected, Rule rule) {
    return new Wanted(item, name, expected, true, rule);
  }
}
