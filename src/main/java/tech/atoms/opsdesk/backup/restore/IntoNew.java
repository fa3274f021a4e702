package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Lifeline;
import tech.atoms.opsdesk.backup.dump.Patience;
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
 * transaction, compared with its manifest before it is committed, so that nobody else's rows come
 * between. One thread; {@link #progress} on any.
 */
public final class IntoNew {
  private static final String APPLICATION = "atoms-restore-new";
  private static final String UNCHANGED = "Nothing of it is in the database";
  private static final String UNKNOWN = "All of it is in the database, or nothing of it";

  private final Archived archived;
  private final Manifest manifest;
  private final Target target;
  private final Loading loading;
  private final AtomicLong moved = new AtomicLong();
  private volatile String progress = "";

  private Set<String> there = Set.of();

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
    this.target = target;
    this.loading = new Loading(archived, identity, moved);
  }

  /** How far it is, in words; empty before it has begun. */
  public String progress() {
    String now = loading.progress();
    return now.isEmpty() ? progress : now;
  }

  /**
   * Restores it. Blocks until it is compared and committed, or nothing of it is there.
   *
   * @return what could not be made beforehand, a line each: extensions that the server does not
   *     have, for instance; it matters only where the dump uses it
   * @throws ProblemException where it was refused or has failed
   */
  public List<String> restore() throws InterruptedException {
    progress = "reading the archive";
    archived.requireWhole();
    Client client = Client.of(manifest.server().major());
    try {
      List<String> missing = prepare();
      try (Connection connection = Opened.writing(target);
          Lifeline line = Lifeline.of(target, connection, Patience.USUAL, moved::get)) {
        try {
          load(connection, client);
          compare(connection, missing);
        } catch (SQLException e) {
          throw line.told(e);
        }
        commit(connection);
      }
      return missing;
    } catch (SQLException | IOException e) {
      throw failed(String.valueOf(e.getMessage()), UNCHANGED, e);
    }
  }

  /** Tables, rows, and what rows are held to, as pg_restore would; all within one transaction. */
  private void load(Connection connection, Client client)
      throws SQLException, IOException, InterruptedException {
    progress = "making tables";
    String listed;
    try (InputStream dump = loading.dump()) {
      listed = DataRun.list(client, dump);
    }
    try (Contents contents = Contents.without(there, listed)) {
      execute(connection, client, "--section=pre-data", contents);
      rows(connection, client, listed);
      progress = "making indexes and constraints";
      execute(connection, client, "--section=post-data", contents);
    }
  }

  private void rows(Connection connection, Client client, String listed)
      throws SQLException, IOException, InterruptedException {
    List<LiveTable> tables = new Live(connection).tables(manifest.schemas());
    Map<String, String> entries = DataRun.entries(listed, tables);
    if (entries.size() != tables.size()) {
      throw new IOException("its archive has rows of other tables than it makes");
    }
    try (Contents rows = Contents.of(entries.values())) {
      loading.load(connection, client, List.copyOf(entries.keySet()), entries, rows.file());
    }
    loading.over();
    progress = "setting sequences";
    try (Contents sequences =
        Contents.of(listed.lines().filter(line -> line.contains(" SEQUENCE SET ")).toList())) {
      execute(connection, client, "--section=data", sequences);
    }
  }

  private void execute(Connection connection, Client client, String section, Contents contents)
      throws SQLException, IOException, InterruptedException {
    String statements;
    try (InputStream dump = loading.dump()) {
      statements = DataRun.statements(client, dump, List.of(section, contents.option()));
    }
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(statements);
    }
  }

  /** Where the answer is lost, the database is asked: what is there was compared before. */
  private void commit(Connection connection) {
    progress = "committing";
    try {
      connection.commit();
    } catch (SQLException lost) {
      boolean isThere;
      try (Connection another = target.connect(APPLICATION, 10)) {
        isThere = !Occupied.by(another, manifest.schemas()).isEmpty();
      } catch (SQLException e) {
        throw failed("the answer to the commit was lost: " + line(lost), UNKNOWN, lost);
      }
      if (!isThere) {
        throw failed(line(lost), UNCHANGED, lost);
      }
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

  private void compare(Connection connection, List<String> missing) throws SQLException {
    List<String> differences =
        ContentReader.differences(
            connection,
            manifest,
            (table, done, of) -> progress = "compared %s, %d of %d".formatted(table, done, of));
    if (!differences.isEmpty()) {
      throw failed(
          Few.of(differences)
              + (missing.isEmpty() ? "" : "; the server could not be given: " + Few.of(missing)),
          UNCHANGED,
          null);
    }
  }

  private static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private ProblemException failed(
      String why, String left, @org.jspecify.annotations.Nullable Exception cause) {
    return new ProblemException(
        new Problem(
            "The backup was not restored",
            manifest.id(),
            Masking.mask(why.lines().findFirst().orElse(why)),
            left + ": find out why, and try again"),
        cause);
  }
}
