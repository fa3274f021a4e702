package tech.atoms.opsdesk.common;

import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Removes secrets from text before it is shown, logged or stored. Knows every secret resolved in
 * this process, and the usual shapes (bearer tokens, JWTs, passwords in URLs). Safe on any thread.
 */
public final class Masking {
  /** What stands where a secret stood. */
  public static final String MASK = "****";

  private static final int SHORTEST = 6;
  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[A-Za-z0-9._~+/=-]{6,}");
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@]+:)[^@\\s]+@");
  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)(password=)[^&\\s]+");

  /** Keys of vendors tell themselves by how they begin. */
  private static final Pattern VENDOR_KEY =
      Pattern.compile("\\b(sk|rk|sbp|sb_secret|ghp|github_pat|whsec)_[A-Za-z0-9_-]{8,}");

  private static final String NAME =
      "(?:[A-Za-z0-9]++[_-]){0,4}"
          + "(?:secret|token|(?:api|access|private|secret|service|signing|role)[_-]?key)";

  /** {@code api_key=…}, {@code "client_secret": "…"}. */
  private static final Pattern NAMED_SECRET =
      Pattern.compile(
          "(?i)((?<![A-Za-z0-9])"
              + NAME
              + "\"?\\s?=\\s?\"?"
              + "|\""
              + NAME
              + "\"\\s?:\\s?\")"
              + "[^&\\s\"',;*<]{6,}");

  private static final Pattern COOKIE =
      Pattern.compile("(?i)((?<![A-Za-z0-9])(?:set-)?cookie:\\s*)[^\\r\\n]+");

  private Masking() {}

  /**
   * Remembers a secret, so that {@link #mask} removes it from now on.
   *
   * @param secret the secret; shorter than six characters is ignored, it would mask ordinary words
   */
  public static void register(String secret) {
    if (secret.length() >= SHORTEST) {
      KNOWN.add(secret);
    }
  }

  /**
   * Returns the text without secrets.
   *
   * @param text any text
   */
  public static String mask(String text) {
    String masked = known(text);
    masked = JWT.matcher(masked).replaceAll(MASK);
    masked = BEARER.matcher(masked).replaceAll("$1" + MASK);
    masked = URL_PASSWORD.matcher(masked).replaceAll("$1" + MASK + "@");
    masked = VENDOR_KEY.matcher(masked).replaceAll("$1_" + MASK);
    masked = NAMED_SECRET.matcher(masked).replaceAll("$1" + MASK);
    masked = COOKIE.matcher(masked).replaceAll("$1" + MASK);
    return PASSWORD_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
  }

  /** All are found before any is removed: one may begin with, hold or overlap another. */
  private static String known(String text) {
    BitSet secret = new BitSet();
    for (String one : KNOWN) {
      for (int at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
        secret.set(at, at + one.length());
      }
    }
    if (secret.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int begin = secret.nextSetBit(at);
      int end = begin < 0 ? text.length() : begin;
      masked.append(text, at, end);
      if (begin >= 0) {
        masked.append(MASK);
        end = secret.nextClearBit(begin);
      }
      at = end;
    }
    return masked.toString();
  }
}
