package tech.atoms.opsdesk.check.configuration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a variable's value should be. */
@FunctionalInterface
interface Rule {
  /** Values that somebody meant to replace. */
  Pattern PLACEHOLDER =
      Pattern.compile(
          "<.*>|\\[SENSITIVE]|\\$\\{.*}|(?i:change[-_ ]?me.*|replace[-_ ]?me.*|your[-_ ].*|todo|tbd"
              + "|x{3,}|\\*{3,}|dummy|example|placeholder|none|null|undefined)");

  /**
   * What is wrong with a value; null where nothing is.
   *
   * @param value as it is set, without space around it
   * @param context what else is known
   */
  @Nullable String wrong(String value, Context context);

  /**
   * What a rule may know besides the value.
   *
   * @param publicUrl as users reach the server; null: not known
   * @param mcpPath path of the MCP endpoint
   * @param issuer the server's authorization server, as it names it; null: not known
   * @param production whether real users are served
   */
  record Context(
      @Nullable URI publicUrl, String mcpPath, @Nullable URI issuer, boolean production) {}

  /** Whether a value stands for another one. */
  static boolean isPlaceholder(String value) {
    return PLACEHOLDER.matcher(value.strip()).matches();
  }

  /** One value alone. */
  static Rule exactly(String expected) {
    return (value, context) -> value.equals(expected) ? null : "it is " + value;
  }

  /** true, in any case. */
  static Rule yes() {
    return (value, context) ->
        value.equalsIgnoreCase("true")
            ? null
            : value.equalsIgnoreCase("false")
                ? "it is false"
                : "it is " + value + ", no truth value";
  }

  /** One whole number alone. */
  static Rule number(int expected) {
    return (value, context) -> {
      if (!value.matches("[0-9]{1,9}")) {
        return "it is " + value + ", no whole number from 0";
      }
      return Integer.parseInt(value) == expected ? null : "it is " + value;
    };
  }

  /** One of several words, the specification's first. */
  static Rule oneOf(String... words) {
    return (value, context) -> Arrays.asList(words).contains(value) ? null : "it is " + value;
  }

  /** The same set of words, whatever separates them. */
  static Rule words(String... words) {
    return (value, context) -> {
      Set<String> found = new TreeSet<>();
      for (String word : value.split("[\\s,\\[\\]\"']+", -1)) {
        if (!word.isEmpty()) {
          found.add(word);
        }
      }
      return found.equals(new TreeSet<>(Arrays.asList(words))) ? null : "it is " + value;
    };
  }

  /** The server's public address with a path behind it. */
  static Rule publicUrl(boolean endpoint) {
    return (value, context) -> {
      String wrong = origin(value, endpoint);
      URI own = context.publicUrl();
      if (wrong != null || own == null) {
        return wrong;
      }
      String expected = own + (endpoint ? context.mcpPath() : "");
      return same(value, expected) ? null : "it is " + value + ", not " + expected;
    };
  }

  /** The authorization server that the server itself names. */
  static Rule issuer() {
    return (value, context) -> {
      String wrong = origin(value, false);
      URI named = context.issuer();
      if (wrong != null || named == null) {
        return wrong;
      }
      return same(value, named.toString())
          ? null
          : "it is " + value + ", the server names " + named;
    };
  }

  /** The project's API at Supabase. */
  static Rule supabaseUrl() {
    return (value, context) -> {
      String wrong = origin(value, false);
      if (wrong != null || !context.production()) {
        return wrong;
      }
      String host = String.valueOf(URI.create(value).getHost());
      return host.matches("[a-z0-9]+\\.supabase\\.(co|in)") || !host.endsWith(".supabase.co")
          ? null
          : "it is " + value + ", no project's address";
    };
  }

  /** A text of a form; the value is not shown. */
  static Rule secret(Pattern form, String description) {
    return (value, context) -> form.matcher(value).matches() ? null : "it is no " + description;
  }

  /** WorkOS's key, and not that of its test environment where real users are served. */
  static Rule workosKey() {
    return (value, context) ->
        !value.matches("sk_[A-Za-z0-9_]{8,}")
            ? "it is no WorkOS key (sk_…)"
            : context.production() && value.startsWith("sk_test_")
                ? "it is a key of WorkOS's test environment"
                : null;
  }

  /** One of Supabase's keys: a JWT of a role, or one of the newer kind. */
  static Rule supabaseKey(String role, String prefix) {
    return (value, context) -> {
      if (value.startsWith(prefix) && value.length() > prefix.length() + 8) {
        return null;
      }
      JsonNode claims = claims(value);
      if (claims == null) {
        return "it is neither a JWT nor a key that begins with " + prefix;
      }
      String found = claims.path("role").asText("none");
      return found.equals(role) ? null : "it is the key of the role " + found;
    };
  }

  /** The claims of a JWT; null where the text is none. */
  static @Nullable JsonNode claims(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || parts[2].isEmpty()) {
      return null;
    }
    try {
      JsonNode header = decoded(parts[0]);
      JsonNode claims = decoded(parts[1]);
      return header.has("alg") && claims.isObject() ? claims : null;
    } catch (JacksonException | IllegalArgumentException e) {
      return null;
    }
  }

  private static JsonNode decoded(String part) throws JacksonException {
    String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    return JsonMapper.builder().build().readTree(text);
  }

  /** What is wrong with an address; null where it is https, or this machine's. */
  private static @Nullable String origin(String value, boolean pathAllowed) {
    URI url;
    try {
      url = new URI(value);
    } catch (URISyntaxException e) {
      return "it is " + value + ", no URL";
    }
    String host = url.getHost();
    if (host == null || url.getScheme() == null) {
      return "it is " + value + ", no URL";
    }
    if (!url.getScheme().equalsIgnoreCase("https")
        && !(url.getScheme().equalsIgnoreCase("http")
            && tech.atoms.opsdesk.common.Loopback.is(host))) {
      return "it is " + value + ", no https";
    }
    String path = url.getPath() == null ? "" : url.getPath();
    return pathAllowed || path.isEmpty() || path.equals("/")
        ? null
        : "it is " + value + ", with a path";
  }

  private static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String url) {
    URI uri = URI.create(url);
    String text =
        String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)
            + "://"
            + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT)
            + (uri.getPort() < 0 || uri.getPort() == 443 ? "" : ":" + uri.getPort())
            + (uri.getPath() == null ? "" : uri.getPath());
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
