package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Lifeline;
import tech.atoms.opsdesk.backup.dump.Patience;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Looks at what a restore into the live database would meet; changes nothing. Blocks on the
 * database; safe on any thread. Tables are given by their names; none: all of the backup.
 */
public final class Ahead {
  private final Manifest manifest;
  private final Target target;
  private final Patience patience;
  private final AtomicLong read = new AtomicLong();

  /**
   * Of a backup.
   *
   * @param target the live database, as the role that would restore
   * @throws ProblemException where the backup is no use, or was never verified
   */
  public Ahead(Stored backup, Target target) {
    this(backup, target, Patience.USUAL);
  }

  Ahead(Stored backup, Target target, Patience patience) {
    this.patience = patience;
    this.manifest = new Archived(backup).manifest();
    this.target = target;
    Preflight.requireVerified(backup, manifest);
  }

  /**
   * What would be different. Reads every row of the tables.
   *
   * @throws ProblemException where the restore would be refused
   */
  public Outlook look(Set<String> tables) {
    return looked(
        connection -> {
          Preflight ready = Preflight.require(connection, manifest, tables);
          return new Outlook(
              ready.expected(),
              content(connection, ready.expected()),
              new Live(connection).holders(ready.tables()));
        });
  }

  /**
   * Who holds one of the tables, in words; reads no rows.
   *
   * @throws ProblemException where the restore would be refused
   */
  public List<String> holders(Set<String> tables) {
    return looked(
        connection ->
            new Live(connection).holders(Preflight.require(connection, manifest, tables).tables()));
  }

  /** What differs between the tables and the backup, in words; empty: nothing. Reads every row. */
  public List<String> differences(Set<String> tables) {
    return looked(
        connection -> {
          Content expected = Preflight.expected(manifest, tables);
          return expected.differences(content(connection, expected));
        });
  }

  private interface Look<T> {
    T at(Connection connection) throws SQLException;
  }

  /** A look whose answer is lost on the way ends too. */
  private <T> T looked(Look<T> look) {
    try (Connection connection = Opened.reading(target);
        Lifeline line = Lifeline.of(target, connection, patience, read::get)) {
      try {
        return look.at(connection);
      } catch (SQLException e) {
        throw line.told(e);
      }
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private Content content(Connection connection, Content expected) throws SQLException {
    Set<String> names = Preflight.names(expected);
    return ContentReader.read(
        connection,
        manifest.schemas(),
        names::contains,
        (table, done, of) -> read.incrementAndGet());
  }

  private static ProblemException away(SQLException cause) {
    String said = String.valueOf(cause.getMessage());
    return new ProblemException(
        new Problem(
            "The database cannot be looked at",
            "as the role that restores",
            Masking.mask(said.lines().findFirst().orElse(said)),
            "See 'opsdesk db check', and backup.restore in the profile; where the database is gone,"
                + " 'opsdesk recover' brings it back"),
        cause);
  }
}
