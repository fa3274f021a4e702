package tech.atoms.opsdesk.backup.restore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * In which order tables are loaded, so that a row comes after those that it refers to. A dump that
 * is read as a stream gives its tables in its own order: what comes too early for that waits for
 * another reading.
 */
final class Passes {
  private Passes() {}

  /**
   * As few readings as that order allows.
   *
   * @param inArchive tables in the order of the dump
   * @param refersTo for each table those that its rows refer to at once; itself and others that are
   *     not loaded do not count
   * @return for each reading its tables, in the order of the dump
   * @throws ProblemException where tables refer to each other in a circle
   */
  static List<List<String>> of(List<String> inArchive, Map<String, Set<String>> refersTo) {
    List<List<String>> passes = new ArrayList<>();
    List<String> left = new ArrayList<>(inArchive);
    Set<String> waiting = new HashSet<>(inArchive);
    while (!left.isEmpty()) {
      List<String> pass = new ArrayList<>();
      List<String> later = new ArrayList<>();
      for (String table : left) {
        boolean ready =
            refersTo.getOrDefault(table, Set.of()).stream()
                .noneMatch(other -> !other.equals(table) && waiting.contains(other));
        if (ready) {
          waiting.remove(table);
          pass.add(table);
        } else {
          later.add(table);
        }
      }
      if (pass.isEmpty()) {
        throw new ProblemException(
            new Problem(
                "The backup cannot be restored in place",
                Few.of(left),
                "the tables refer to each other in a circle, and no order suits their foreign keys",
                "Make one of those foreign keys deferrable, or restore by hand: see RESTORE.md"));
      }
      passes.add(pass);
      left = later;
    }
    return passes;
  }
}
