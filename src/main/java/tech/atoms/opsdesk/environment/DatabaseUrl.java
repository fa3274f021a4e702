package tech.atoms.opsdesk.environment;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Loopback;

/**
 * A PostgreSQL URL taken apart. No message of this class quotes the URL: it may hold a password.
 *
 * @param hosts one or more, IPv6 addresses in brackets, as a name or name and port
 * @param database as written, percent-encoded
 * @param parameters in their order, as written, without the protection mode
 * @param sslMode what the URL asks for; null: nothing
 */
record DatabaseUrl(
    List<String> hosts,
    String database,
    Map<String, String> parameters,
    @Nullable SslMode sslMode) {

  private static final Pattern SCHEME =
      Pattern.compile("(?:jdbc:postgresql|postgresql|postgres)://(.*)");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
  private static final Set<String> SECRETS =
      Set.of("password", "passfile", "sslpassword", "sslpasswordcallback");

  /** Parameters that would weaken the connection, or name its certificates, unseen. */
  private static final Set<String> HIDDEN =
      Set.of(
          "ssl",
          "sslfactory",
          "sslfactoryarg",
          "sslhostnameverifier",
          "socketfactory",
          "socketfactoryarg",
          "authenticationpluginclassname");

  static final String USERINFO =
      "holds a user or a password; write the user as `user:` and the password as `password:`, a"
          + " reference such as env:NAME or file:PATH, and change the password if it stood here";

  /**
   * Takes a URL apart.
   *
   * @throws IllegalArgumentException with what is wrong, in words that follow "the URL"
   */
  static DatabaseUrl parse(String url) {
    Matcher scheme = SCHEME.matcher(url);
    if (!scheme.matches()) {
      throw wrong("must be postgresql://host:port/database");
    }
    String rest = scheme.group(1);
    int question = rest.indexOf('?');
    String main = question < 0 ? rest : rest.substring(0, question);
    if (main.contains("@")) {
      throw wrong(USERINFO);
    }
    int slash = main.indexOf('/');
    String database = slash < 0 ? "" : main.substring(slash + 1);
    if (database.isEmpty()) {
      throw wrong("names no database; write postgresql://host:port/database");
    }
    if (database.contains("/") || database.contains("#") || database.contains(" ")) {
      throw wrong("has a database name with a character that must be percent-encoded");
    }
    decode(database);
    List<String> hosts = List.of(main.substring(0, slash).split(",", -1));
    hosts.forEach(DatabaseUrl::requireHost);
    Map<String, String> parameters =
        question < 0 ? Map.of() : parameters(rest.substring(question + 1));
    SslMode mode = mode(parameters);
    Map<String, String> kept = new LinkedHashMap<>(parameters);
    kept.remove("sslmode");
    return new DatabaseUrl(hosts, database, kept, mode);
  }

  private static void requireHost(String host) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      throw wrong("must have host:port between // and the database's name");
    }
    String port = matcher.group(2);
    if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535)) {
      throw wrong("has a port that is not between 1 and 65535");
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || part.contains("#") || part.contains(" ")) {
        throw wrong("has a parameter that is not name=value");
      }
      String name = part.substring(0, equals);
      String lower = decode(name).toLowerCase(Locale.ROOT);
      if (SECRETS.contains(lower)) {
        throw wrong(
            "holds a password; write it as `password:`, a reference such as env:NAME or file:PATH,"
                + " and change the password, because it has been in this file");
      }
      if (lower.equals("user")) {
        throw wrong(USERINFO);
      }
      if (lower.equals("sslrootcert")) {
        throw wrong("names a root certificate; write it as `rootCertificate:`");
      }
      if (HIDDEN.contains(lower)) {
        throw wrong(
            "sets `"
                + lower
                + "`, which decides how the connection is protected; write `sslmode:`"
                + " instead");
      }
      decode(part);
      if (parameters.put(lower.equals("sslmode") ? lower : name, part.substring(equals + 1))
          != null) {
        throw wrong("has a parameter twice");
      }
    }
    return parameters;
  }

  private static @Nullable SslMode mode(Map<String, String> parameters) {
    String word = parameters.get("sslmode");
    if (word == null) {
      return null;
    }
    return SslMode.of(word)
        .orElseThrow(
            () ->
                wrong(
                    "has an unknown sslmode; allowed: "
                        + SslMode.words().stream().collect(Collectors.joining(", "))));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong("has a % that is not followed by two hexadecimal digits");
    }
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }

  /** Whether every host is this machine. */
  boolean isLoopback() {
    return hosts.stream().allMatch(host -> Loopback.is(withoutPort(host)));
  }

  private static String withoutPort(String host) {
    return host.replaceFirst("(?<=[^:]|]):[0-9]{1,5}$", "");
  }

  /** The URL for pgjdbc, without user, password and sslmode. */
  String jdbc() {
    List<String> query = new ArrayList<>();
    parameters.forEach((name, value) -> query.add(name + "=" + value));
    return "jdbc:postgresql://"
        + String.join(",", hosts)
        + "/"
        + database
        + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }
}
