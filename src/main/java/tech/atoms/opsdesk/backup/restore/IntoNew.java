package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.RestoreRun;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.ByHand;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * Restores a backup, tables and rows, into a database in whose schemas nothing is: in one
 * transaction, compared with its manifest afterwards. What is not equal is removed again. One
 * thread; {@link #progress} on any.
 */
public final class IntoNew {
  private static final String APPLICATION = "atoms-restore-new";
  private static final String UNCHANGED = "Nothing of it is in the database";
  private static final String UNCOMPARED =
      "Rows may be there that nobody has compared: do not use the database";
  private static final String SOMETHING =
      "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
          + " where n.nspname = any(?)";

  private final Archived archived;
  private final Manifest manifest;
  private final Secret identity;
  private final Target target;
  private volatile String progress = "";

  /** Whether pg_restore has begun. */
  private boolean begun;

  /**
   * A restore.
   *
   * @param archived the backup's archive
   * @param identity the secret key that opens it
   * @param target the database, as a role that may make schemas in it
   */
  public IntoNew(Archived archived, Secret identity, Target target) {
    this.archived = archived;
    this.manifest = archived.manifest();
    this.identity = identity;
    this.target = target;
  }

  /** How far it is, in words; empty before it has begun. */
  public String progress() {
    return progress;
  }

  /** Whether there is nothing in the schemas of a backup. */
  public static boolean isEmpty(Connection connection, List<String> schemas) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SOMETHING)) {
      select.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1) == 0;
      }
    }
  }

  /**
   * Restores it. Blocks until it is there and compared, or nothing of it is.
   *
   * @return what could not be made beforehand, a line each: extensions that the server does not
   *     have, for instance; it matters only where the dump uses it
   * @throws ProblemException where it was refused or has failed
   */
  public List<String> restore() throws InterruptedException {
    progress = "reading the archive";
    archived.requireWhole();
    Client client = Client.of(manifest.server().major());
    List<String> missing;
    try {
      missing = prepare();
      progress = "restoring";
      begun = true;
      try (InputStream dump = archived.dump(identity)) {
        RestoreRun.into(client, target, APPLICATION, dump);
      }
      compare(missing);
    } catch (SQLException | IOException e) {
      makeAgain();
      throw failed(String.valueOf(e.getMessage()), e);
    } catch (ProblemException e) {
      makeAgain();
      throw e;
    }
    return missing;
  }

  private List<String> prepare() throws SQLException {
    List<String> missing = new ArrayList<>();
    try (Connection connection = target.connect(APPLICATION, 0);
        Statement statement = connection.createStatement()) {
      if (!isEmpty(connection, manifest.schemas())) {
        throw new ProblemException(
            new Problem(
                "The backup is not restored",
                target.jdbcUrl(),
                "there is something in " + String.join(", ", manifest.schemas()) + " already",
                "Name a database that is empty there"));
      }
      for (String schema : manifest.schemas()) {
        statement.execute("drop schema if exists " + quoted(schema)); // the dump brings its own
      }
      for (String one : ByHand.statements(manifest.needs())) {
        try {
          statement.execute(one);
        } catch (SQLException e) {
          missing.add(Masking.mask(line(e)));
        }
      }
    }
    return missing;
  }

  private void compare(List<String> missing) throws SQLException {
    List<String> differences;
    try (Connection connection = target.connect(APPLICATION, 0)) {
      differences =
          ContentReader.differences(
              connection,
              manifest,
              (table, done, of) -> progress = "compared %s, %d of %d".formatted(table, done, of));
    }
    if (!differences.isEmpty()) {
      remove();
      throw failed(
          Few.of(differences)
              + (missing.isEmpty() ? "" : "; the server could not be given: " + Few.of(missing)),
          null);
    }
  }

  /** The schemas that were there, and empty, are there again. */
  private void makeAgain() {
    if (begun) {
      try (Connection connection = target.connect(APPLICATION, 10);
          Statement statement = connection.createStatement()) {
        for (String schema : manifest.schemas()) {
          statement.execute("create schema if not exists " + quoted(schema));
        }
      } catch (SQLException e) {
        // Whoever restores next makes them too.
      }
    }
  }

  /** There was nothing in them before. */
  private void remove() throws SQLException {
    try (Connection connection = target.connect(APPLICATION, 0);
        Statement statement = connection.createStatement()) {
      for (String schema : manifest.schemas()) {
        statement.execute("drop schema if exists " + quoted(schema) + " cascade");
        statement.execute("create schema " + quoted(schema));
      }
    }
  }

  /** Committed and not compared, or its commit's answer lost: the database itself is asked. */
  private boolean isGone() {
    try (Connection connection = target.connect(APPLICATION, 0)) {
      return isEmpty(connection, manifest.schemas());
    } catch (SQLException e) {
      return false;
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private ProblemException failed(String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new ProblemException(
        new Problem(
            "The backup was not restored",
            manifest.id(),
            Masking.mask(why.lines().findFirst().orElse(why)),
            (begun && !isGone() ? UNCOMPARED : UNCHANGED) + ": find out why, and try again"),
        cause);
  }
}
