package tech.atoms.opsdesk.environment;

import tech.atoms.opsdesk.common.Masking;

/**
 * A resolved secret. Prints as {@code ****}; registers itself with {@link Masking} so that no log
 * can show it.
 */
public final class Secret {
  private final String value;

  /**
   * Wraps a secret.
   *
   * @param value the secret itself
   */
  public Secret(String value) {
    this.value = value;
    Masking.register(value);
  }

  /** The secret itself, for the one call that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return Masking.MASK;
  }
}
