package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What must hold before a backup is restored in place.
 *
 * @param tables that are restored, in the order in which they are locked
 * @param refersTo for each those that its rows refer to
 * @param expected what must be in them afterwards
 */
record Preflight(List<LiveTable> tables, Map<String, Set<String>> refersTo, Content expected) {
  static final String WHAT = "The backup cannot be restored in place";

  /**
   * Looks at all of it, within a transaction that has the pins.
   *
   * @param wanted names of tables; empty: all of the backup
   * @throws ProblemException where something does not hold
   */
  static Preflight require(Connection connection, Manifest manifest, Set<String> wanted)
      throws SQLException {
    Content expected = expected(manifest, wanted);
    String shape = ContentReader.fingerprint(connection, manifest.schemas());
    if (!shape.equals(expected.fingerprint())) {
      throw refused(
          manifest,
          "the schema is another one now: columns, constraints, indexes, policies, triggers or"
              + " functions of "
              + String.join(", ", manifest.schemas())
              + " have changed since, and its rows would not fit",
          "Bring the schema back to what it was, or restore by hand beside it: see RESTORE.md");
    }
    Live live = new Live(connection);
    Set<String> names = names(expected);
    List<LiveTable> tables =
        live.tables(manifest.schemas()).stream()
            .filter(table -> names.contains(table.name()))
            .toList();
    List<String> outside = live.outside(tables);
    if (!outside.isEmpty()) {
      throw refused(
          manifest,
          "a table that is not restored refers to one that is: " + Few.of(outside),
          "Restore those tables too");
    }
    List<String> missing = new ArrayList<>(live.missingRights(tables));
    live.sequences(manifest.schemas(), tables).stream()
        .filter(one -> !one.mayBeSet())
        .forEach(one -> missing.add(one.name() + ": no right to set the sequence"));
    if (!missing.isEmpty()) {
      throw refused(
          manifest,
          "the role of backup.restore lacks rights: " + Few.of(missing),
          "Name the role that owns the tables in backup.restore");
    }
    return new Preflight(tables, live.refersTo(tables), expected);
  }

  /**
   * It was restored once, somewhere.
   *
   * @throws ProblemException where it was not
   */
  static void requireVerified(Stored backup, Manifest manifest) {
    if (backup.state() != Stored.State.VERIFIED) {
      throw refused(
          manifest,
          "it was never verified, and nobody knows that it can be restored",
          "Verify it first: opsdesk backup verify " + backup.id());
    }
  }

  static Set<String> names(Content content) {
    return content.tables().stream().map(Content.Table::name).collect(Collectors.toSet());
  }

  /** What must be in the wanted tables afterwards. */
  static Content expected(Manifest manifest, Set<String> wanted) {
    List<Content.Table> all = manifest.content().tables();
    Set<String> unknown = new HashSet<>(wanted);
    all.forEach(table -> unknown.remove(table.name()));
    if (!unknown.isEmpty()) {
      throw refused(
          manifest,
          "it has no table " + Few.of(unknown.stream().sorted().toList()),
          "It has " + Few.of(all.stream().map(Content.Table::name).toList(), 20));
    }
    return new Content(
        all.stream().filter(one -> wanted.isEmpty() || wanted.contains(one.name())).toList(),
        manifest.content().fingerprint());
  }

  static ProblemException refused(Manifest manifest, String why, String next) {
    return new ProblemException(new Problem(WHAT, manifest.id(), why, next));
  }
}
