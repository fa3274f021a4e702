package tech.atoms.opsdesk.check;

import java.util.List;

/** What checks found in earlier runs. Any thread. */
@FunctionalInterface
public interface Earlier {
  /** Nothing was kept. */
  Earlier NOTHING = check -> List.of();

  /**
   * Findings of a check, newest first, one per deployment at least.
   *
   * @param check its id
   * @throws tech.atoms.opsdesk.common.ProblemException where it cannot be told
   */
  List<Finding> of(String check);
}
