package tech.atoms.opsdesk.check.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;

/** What variables say together. Pure. */
final class Contradictions {
  /** Shut down by Google on 14 January 2026, and those before it. */
  private static final Set<String> RETIRED =
      Set.of("text-embedding-004", "textembedding-gecko@003", "embedding-001");

  private Contradictions() {}

  /** AuthKit signs in at WorkOS, {@code supabase_jwt} takes Supabase's tokens. */
  static boolean namesTwo(Settings settings) {
    String provider = settings.value("FASTMCP_SERVER_AUTH");
    return provider != null
        && provider.contains("AuthKit")
        && "supabase_jwt".equals(settings.value("ATOMS_FASTMCP_AUTH_MODE"));
  }

  /**
   * Whether one authority signs in.
   *
   * @param named those that the server names; null: it was not asked
   */
  static Answer authorities(Settings settings, @Nullable List<URI> named) {
    String provider = settings.value("FASTMCP_SERVER_AUTH");
    String mode = settings.value("ATOMS_FASTMCP_AUTH_MODE");
    if (!namesTwo(settings)) {
      return Answer.pass(
          provider == null && mode == null ? "none is named" : "one authority is named");
    }
    Evidence evidence =
        new Evidence(
            "variables", "FASTMCP_SERVER_AUTH=" + provider + "\nATOMS_FASTMCP_AUTH_MODE=" + mode);
    String domain = settings.value("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_AUTHKIT_DOMAIN");
    if (named != null
        && named.size() == 1
        && domain != null
        && without(named.getFirst().toString()).equals(without(domain))) {
      return Answer.pass(
          "two are named, and the server names AuthKit alone to its clients", evidence);
    }
    if (named == null) {
      return Answer.unknown(
          "AuthKitProvider and supabase_jwt; which of them counts only the server can tell, and it"
              + " was not asked",
          evidence);
    }
    return Answer.fail(
        "AuthKitProvider and supabase_jwt; the server names " + (named.isEmpty() ? "none" : named),
        evidence);
  }

  private static String without(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  static Answer cleanup(Settings settings) {
    Integer hours = number(settings.value("MCP_SESSION_TTL_HOURS"));
    Integer minutes = number(settings.value("SESSION_CLEANUP_INTERVAL_MINUTES"));
    if (hours == null || minutes == null) {
      return missing(settings, "MCP_SESSION_TTL_HOURS", "SESSION_CLEANUP_INTERVAL_MINUTES");
    }
    String found = "sessions last " + hours + " h, cleaned up every " + minutes + " min";
    return Answer.of(hours > 0 && minutes > 0 && hours * 60L >= minutes, found);
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text == null || !text.strip().matches("[0-9]{1,9}")
        ? null
        : Integer.valueOf(text.strip());
  }

  static Answer addresses(Settings settings) {
    String base = settings.value("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_BASE_URL");
    String open = settings.value("PUBLIC_URL");
    String endpoint = settings.value("MCP_ENDPOINT");
    String path = settings.value("ATOMS_FASTMCP_HTTP_PATH");
    if (base == null || open == null || endpoint == null || path == null) {
      return missing(
          settings,
          "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_BASE_URL",
          "PUBLIC_URL",
          "MCP_ENDPOINT",
          "ATOMS_FASTMCP_HTTP_PATH");
    }
    List<String> wrong = new ArrayList<>();
    if (!without(base).equals(without(open))) {
      wrong.add("base URL " + base + " and public URL " + open + " differ");
    }
    if (!without(endpoint).equals(without(base) + path)) {
      wrong.add("endpoint " + endpoint + " is not " + without(base) + path);
    }
    return wrong.isEmpty() ? Answer.pass("one address") : Answer.fail(String.join("; ", wrong));
  }

  /** The public key must never be the one that may do everything. */
  static Answer keys(Settings settings) {
    String anon = settings.value("NEXT_PUBLIC_SUPABASE_ANON_KEY");
    if (anon == null) {
      return missing(settings, "NEXT_PUBLIC_SUPABASE_ANON_KEY");
    }
    if (anon.equals(settings.value("SUPABASE_SERVICE_ROLE_KEY")) || anon.startsWith("sb_secret_")) {
      return Answer.fail("the public key is the one that may do everything");
    }
    JsonNode claims = Rule.claims(anon);
    if (claims != null && claims.path("role").asText().equals("service_role")) {
      return Answer.fail("the public key is of the role service_role, which may do everything");
    }
    String url = settings.value("NEXT_PUBLIC_SUPABASE_URL");
    String ref = claims == null ? "" : claims.path("ref").asText("");
    if (url != null
        && url.contains(".supabase.co")
        && !ref.isEmpty()
        && !url.contains("//" + ref + ".")) {
      return Answer.fail("the public key is of project " + ref + ", the URL is " + url);
    }
    return Answer.pass("the public key may do what anon may");
  }

  static Answer model(Settings settings) {
    String model = settings.value("VERTEX_EMBEDDINGS_MODEL");
    if (model == null) {
      return missing(settings, "VERTEX_EMBEDDINGS_MODEL");
    }
    return RETIRED.contains(model)
        ? Answer.fail(model + " was shut down on 14 January 2026: every embedding fails")
        : Answer.pass(model);
  }

  static Answer unset(Settings settings) {
    List<String> missing =
        Wanted.ALL.stream().map(Wanted::name).filter(name -> !settings.has(name)).toList();
    String found = Wanted.ALL.size() - missing.size() + " of " + Wanted.ALL.size() + " are set";
    return missing.isEmpty()
        ? Answer.pass(found)
        : Answer.fail(found, new Evidence("set nowhere", String.join("\n", missing)));
  }

  static Answer twice(Settings settings) {
    return settings.twice().isEmpty()
        ? Answer.pass("none")
        : Answer.fail(String.join("; ", settings.twice()));
  }

  private static Answer missing(Settings settings, String... names) {
    List<String> gone = List.of(names).stream().filter(name -> !settings.has(name)).toList();
    return gone.isEmpty()
        ? Answer.unknown("the values cannot be read or are no numbers")
        : Answer.unknown("not set: " + String.join(", ", gone));
  }
}
