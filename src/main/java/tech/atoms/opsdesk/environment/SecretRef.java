package tech.atoms.opsdesk.environment;

import java.util.Locale;

/**
 * Where a secret lives: {@code env:NAME}, {@code file:PATH} or {@code keyring:NAME}. Never the
 * secret itself, so it may be shown and logged.
 *
 * @param scheme where to look
 * @param name variable, path or keyring entry
 */
public record SecretRef(Scheme scheme, String name) {

  /** The three places a secret may live. */
  public enum Scheme {
    /** An environment variable of the desk's process. */
    ENV,
    /** A file that only its owner may read (0600). */
    FILE,
    /** The desktop's secret service, Keychain or Credential Manager. */
    KEYRING
  }

  /**
   * Reads a reference.
   *
   * @param text e.g. {@code env:VERCEL_TOKEN}
   * @throws IllegalArgumentException where it is none; the message does not hold the text, which
   *     may be a secret
   */
  public static SecretRef parse(String text) {
    for (Scheme scheme : Scheme.values()) {
      String prefix = scheme.name().toLowerCase(Locale.ROOT) + ":";
      if (text.startsWith(prefix) && text.length() > prefix.length()) {
        return new SecretRef(scheme, text.substring(prefix.length()));
      }
    }
    throw new IllegalArgumentException(
        "a secret is named by reference: env:NAME, file:PATH or keyring:NAME");
  }

  @Override
  public String toString() {
    return scheme.name().toLowerCase(Locale.ROOT) + ":" + name;
  }
}
