package tech.atoms.opsdesk.environment;

import tech.atoms.opsdesk.common.ProblemException;

/** Turns a reference into the secret, as late as possible. */
@FunctionalInterface
public interface SecretResolver {
  /** What the problem of a secret says that is there and that others could have read. */
  String REFUSED = "A secret's file is refused";

  /**
   * Resolves a reference. May block on the desktop's keyring; never called on the JavaFX thread.
   *
   * @param ref the reference
   * @return the secret, never blank
   * @throws ProblemException where it is missing, or the file may be read by others
   */
  Secret resolve(SecretRef ref);
}
