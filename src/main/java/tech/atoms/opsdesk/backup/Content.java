package tech.atoms.opsdesk.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is in the schemas of a database, seen in one snapshot.
 *
 * @param tables with their rows, by name
 * @param fingerprint of columns, constraints, indexes, policies, triggers, functions and views: 64
 *     hexadecimal digits
 */
public record Content(List<Table> tables, String fingerprint) {
  /** Copies the list. */
  public Content {
    tables = List.copyOf(tables);
  }

  /**
   * A table's rows.
   *
   * @param name schema and name, e.g. "public.atoms_users"
   * @param rows how many
   * @param digest of all rows, whatever their order: the sum of a 64-bit hash of each
   */
  public record Table(String name, long rows, String digest) {}

  /** Rows of all tables. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** What differs in another content, a line each; empty where they are equal. */
  public List<String> differences(Content other) {
    Map<String, Table> here = byName();
    Map<String, Table> there = other.byName();
    TreeSet<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    List<String> all = new ArrayList<>();
    for (String name : names) {
      Table one = here.get(name);
      Table two = there.get(name);
      if (one == null || two == null) {
        all.add(name + " is " + (two == null ? "missing" : "there and should not be"));
      } else if (one.rows() != two.rows()) {
        all.add("%s has %d rows, not %d".formatted(name, two.rows(), one.rows()));
      } else if (!one.digest().equals(two.digest())) {
        all.add(name + " has other rows: their digest differs");
      }
    }
    if (!fingerprint.equals(other.fingerprint())) {
      all.add("the schema differs: columns, constraints, indexes, policies, triggers or functions");
    }
    return all;
  }

  private Map<String, Table> byName() {
    Map<String, Table> all = new LinkedHashMap<>();
    tables.forEach(table -> all.put(table.name(), table));
    return all;
  }
}
