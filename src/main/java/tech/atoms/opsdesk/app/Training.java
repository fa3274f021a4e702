package tech.atoms.opsdesk.app;

import java.util.List;
import tech.atoms.opsdesk.cli.Opsdesk;

/**
 * What the build runs once to learn which classes a start needs; they go into the start-up cache
 * (JEP 514). Needs no display and no network, and ends by itself.
 */
public final class Training {
  private Training() {}

  /** Goes once through what a start does. */
  public static void run() {
    Opsdesk.run(List.of(), "--help");
  }
}
