package tech.atoms.opsdesk.cli;

import java.nio.file.Path;

/** Opens the window. A hook, because the command line stands below the window. */
@FunctionalInterface
public interface DesktopLauncher {
  /**
   * Opens the window on a profile and returns when it was closed.
   *
   * @param profile the profile's file
   */
  void open(Path profile) throws Exception;

  /**
   * Looks whether a window can be opened here, before much is done for it.
   *
   * @throws tech.atoms.opsdesk.common.ProblemException where it cannot
   */
  default void check() {}
}
