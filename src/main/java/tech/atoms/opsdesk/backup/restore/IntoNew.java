package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.RestoreRun;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.dump.ToolRun;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.ByHand;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * Restores a backup, tables and rows, into a database in whose schemas nothing is: in one
 * transaction, compared with its manifest afterwards. What differs then is left, and told: others
 * may write as soon as tables are there. One thread; {@link #progress} on any.
 */
public final class IntoNew {
  private static final String APPLICATION = "atoms-restore-new";
  private static final String UNCHANGED = "Nothing of it is in the database";
  private static final String UNPROVEN =
      "Rows are there that nobody vouches for: do not use the database, unless others write already"
          + " and the difference is theirs";

  private final Archived archived;
  private final Manifest manifest;
  private final Secret identity;
  private final Target target;
  private volatile String progress = "";

  private Set<String> there = Set.of();
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
      try (Contents contents = Contents.without(there, listed(client));
          InputStream dump = archived.dump(identity)) {
        begun = true;
        RestoreRun.into(client, target, APPLICATION, List.of(contents.option()), dump);
      }
      compare(missing);
    } catch (SQLException | IOException e) {
      throw failed(String.valueOf(e.getMessage()), e);
    }
    return missing;
  }

  /** Reads no more of the archive than it needs for that. */
  private String listed(Client client) throws IOException, InterruptedException {
    try (InputStream dump = archived.dump(identity)) {
      return ToolRun.run(
          client.restore(), List.of("--list"), target, APPLICATION, dump::transferTo);
    }
  }

  private List<String> prepare() throws SQLException {
    List<String> missing = new ArrayList<>();
    try (Connection connection = target.connect(APPLICATION, 0);
        Statement statement = connection.createStatement()) {
      requireNamed(connection);
      connection.setAutoCommit(false);
      String something = Occupied.by(connection, manifest.schemas());
      if (!something.isEmpty()) {
        throw new ProblemException(
            new Problem(
                "The backup is not restored",
                target.jdbcUrl(),
                something + " is there already",
                "Name a database in whose schemas nothing is"));
      }
      there = Contents.there(connection, manifest.schemas());
      connection.commit();
      connection.setAutoCommit(true);
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

  /** Some poolers lead to another database than the one that was named. */
  private void requireNamed(Connection connection) throws SQLException {
    String wanted = target.variables().getOrDefault("PGDATABASE", "");
    String here = connection.getCatalog();
    if (!wanted.isEmpty() && !wanted.equals(here)) {
      throw new SQLException("the connection leads to database " + here + " instead of " + wanted);
    }
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
      throw failed(
          Few.of(differences)
              + (missing.isEmpty() ? "" : "; the server could not be given: " + Few.of(missing)),
          null);
    }
  }

  /** Committed and not compared, or its commit's answer lost: the database itself is asked. */
  private boolean isGone() {
    try (Connection connection = target.connect(APPLICATION, 0)) {
      return Occupied.by(connection, manifest.schemas()).isEmpty();
    } catch (SQLException e) {
      return false;
    }
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
            (begun && !isGone() ? UNPROVEN : UNCHANGED) + ": find out why, and try again"),
        cause);
  }
}
