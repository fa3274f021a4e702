package tech.atoms.opsdesk.environment;

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

  @Override
  public String toString() {
    return scheme.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
  }
}
