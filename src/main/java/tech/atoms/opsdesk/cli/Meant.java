package tech.atoms.opsdesk.cli;

import java.util.Collection;
import java.util.List;
import tech.atoms.opsdesk.environment.Nearest;

/** Suggestions for a word that is not known. */
final class Meant {
  private static final int MOST = 3;

  private Meant() {}

  /** {@code "; near it are A, B"}; empty where nothing is near. */
  static String words(String written, Collection<String> known) {
    List<String> near = Nearest.to(written, known, MOST);
    return near.isEmpty()
        ? ""
        : (near.size() == 1 ? "; near it is " : "; near it are ") + String.join(", ", near);
  }
}
