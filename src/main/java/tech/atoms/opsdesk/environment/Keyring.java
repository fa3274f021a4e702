package tech.atoms.opsdesk.environment;

import java.util.Optional;
import tech.atoms.opsdesk.common.ProblemException;

/** The place where the desktop keeps passwords. May block while the person unlocks it. */
public interface Keyring {
  /**
   * Reads an entry of the desk.
   *
   * @param name the entry's name
   * @return empty where there is no such entry
   * @throws ProblemException where there is no keyring, or it stays locked
   */
  Optional<Secret> read(String name);

  /**
   * Writes an entry of the desk; replaces one of the same name.
   *
   * @param name the entry's name
   * @param secret what to keep
   * @throws ProblemException where there is no keyring, or it stays locked
   */
  void write(String name, Secret secret);
}
