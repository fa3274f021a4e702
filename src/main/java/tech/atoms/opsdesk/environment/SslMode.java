package tech.atoms.opsdesk.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * libpq's {@code sslmode}, in its own words, from the weakest to the strongest. Anything below
 * {@link #VERIFY_FULL} is shown as a weakness.
 */
public enum SslMode {
  /** No encryption. The default for loopback only. */
  DISABLE("disable"),
  /** Encryption if the server offers it. */
  PREFER("prefer"),
  /** Encryption, the server's identity unchecked. */
  REQUIRE("require"),
  /** Encryption, certificate checked, name unchecked. */
  VERIFY_CA("verify-ca"),
  /** Encryption, certificate and name checked. The default for everything but loopback. */
  VERIFY_FULL("verify-full");

  private final String word;

  SslMode(String word) {
    this.word = word;
  }

  /** The value as libpq and pgjdbc write it. */
  public String word() {
    return word;
  }

  /**
   * The mode of a word.
   *
   * @param word as libpq writes it
   * @return empty for any other word
   */
  public static Optional<SslMode> of(String word) {
    return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
  }

  /** All words, from the weakest to the strongest. */
  public static List<String> words() {
    return Arrays.stream(values()).map(SslMode::word).toList();
  }
}
