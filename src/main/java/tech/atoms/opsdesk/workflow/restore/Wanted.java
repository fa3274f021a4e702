package tech.atoms.opsdesk.workflow.restore;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is restored.
 *
 * @param backup its id
 * @param tables names of some tables; empty: all of the backup
 */
public record Wanted(String backup, Set<String> tables) {
  /** Sorts the names. */
  public Wanted {
    tables = java.util.Collections.unmodifiableSet(new TreeSet<>(tables));
  }

  /** As a target of the workflow, e.g. "bk-2026-11-30-2014-7f3a public.users,public.orders". */
  public String word() {
    return tables.isEmpty() ? backup : backup + " " + String.join(",", tables);
  }

  static Wanted parse(String target) {
    String[] parts = target.strip().split(" ", 2);
    return new Wanted(
        parts[0],
        parts.length < 2
            ? Set.of()
            : Set.copyOf(List.of(parts[1].split(",")).stream().map(String::strip).toList()));
  }
}
