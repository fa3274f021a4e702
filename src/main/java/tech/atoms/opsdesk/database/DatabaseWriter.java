package tech.atoms.opsdesk.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * Changes the monitored database with the credential of workflows, never with the one that reads:
 * one connection for one transaction of one statement, closed at once. Blocks for little more than
 * a minute at most; safe on any thread. Only workflows call it.
 */
public final class DatabaseWriter {
  private static final String APPLICATION_NAME = "atoms-opsdesk-write";
  private static final int STATEMENT_SECONDS = 60;
  private static final String LIMITS =
      "set local statement_timeout = "
          + STATEMENT_SECONDS * 1000
          + "; set local lock_timeout = 2000";

  private final GuardedSource source;
  private final DatabaseProblems problems;
  private final DatabaseSettings settings;

  /** What is changed was not what was meant, or may not be changed: nothing was. */
  public static final class NotChanged extends ProblemException {
    private static final long serialVersionUID = 1L;

    NotChanged(Problem problem, Throwable cause) {
      super(problem, cause);
    }

    NotChanged(Problem problem) {
      super(problem);
    }
  }

  private DatabaseWriter(DatabaseSettings settings, SecretResolver secrets) {
    this.settings = settings;
    this.source = new GuardedSource(settings, secrets, APPLICATION_NAME, STATEMENT_SECONDS + 5);
    this.problems = new DatabaseProblems(settings.url(), settings.user());
  }

  /**
   * The writer of an environment; does not connect yet.
   *
   * @throws ProblemException where the profile names no database, or no credential that writes
   */
  public static DatabaseWriter of(Environment environment, SecretResolver secrets) {
    DatabaseSettings database = environment.database();
    DatabaseSettings writing = database == null ? null : database.writing();
    if (writing == null) {
      throw new ProblemException(
          new Problem(
              "The database cannot be changed",
              environment.name(),
              database == null
                  ? "the profile names no database for it"
                  : "the profile names no role that writes: the desk's own only reads",
              "Add database.write to the environment in the profile; docs/database.md says what"
                  + " the role needs"));
    }
    return new DatabaseWriter(writing, secrets);
  }

  /** The role that it changes with. */
  public String role() {
    return settings.user();
  }

  /**
   * Removes sessions, all of them or none.
   *
   * @param expected how many there must be
   * @return how many were removed
   * @throws NotChanged where there were more or fewer, or the role may not
   * @throws ProblemException where nobody knows whether they were removed
   */
  public int remove(SessionChoice choice, long expected) {
    return change(
        "the removal of sessions",
        "delete from public.atoms_sessions s where " + choice.condition(),
        choice.values(),
        expected,
        false);
  }

  /**
   * Asks the server to cancel what a connection runs.
   *
   * @param connected when it connected, so that no other one of the same number is meant
   * @param query its statement as it was shown: another one is left alone
   * @throws NotChanged where there is no such connection or it runs something else, or the role may
   *     not
   */
  public void cancel(int pid, Instant connected, String query) {
    change(
        "the cancelling of a statement",
        "select pg_cancel_backend(pid) from pg_stat_activity"
            + " where pid = ? and backend_start = ? and left(query, ?) = ? and state <> 'idle'",
        List.of(pid, connected.atOffset(ZoneOffset.UTC), query.length(), query),
        1,
        true);
  }

  /**
   * Asks the server to end a connection.
   *
   * @param connected as of {@link #cancel}
   * @throws NotChanged as {@link #cancel}
   */
  public void terminate(int pid, Instant connected) {
    change(
        "the ending of a connection",
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where pid = ? and backend_start = ?",
        List.of(pid, connected.atOffset(ZoneOffset.UTC)),
        1,
        true);
  }

  private int change(
      String changing, String sql, List<Object> values, long expected, boolean signal) {
    Connection connection = connect(changing);
    try (connection) {
      connection.setAutoCommit(false);
      int touched;
      try {
        try (Statement limits = connection.createStatement()) {
          limits.execute(LIMITS);
        }
        touched = run(connection, sql, values, signal);
      } catch (SQLException e) {
        if (e.getSQLState() != null && !e.getSQLState().startsWith("08")) {
          // The server has answered that it did not: the transaction is gone.
          throw refused(changing, e);
        }
        throw e;
      }
      if (touched != expected) {
        connection.rollback();
        throw new NotChanged(
            new Problem(
                "Nothing was changed in the database",
                settings.url(),
                "it would have been " + touched + " where the plan says " + expected,
                "Plan it again"));
      }
      connection.commit();
      return touched;
    } catch (SQLException e) {
      throw problems.of(changing, e);
    }
  }

  private Connection connect(String changing) {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw refused(changing, e);
    }
  }

  private NotChanged refused(String changing, SQLException e) {
    if ("42501".equals(e.getSQLState())) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new NotChanged(
          new Problem(
              "The role " + settings.user() + " may not do this: " + changing,
              settings.url(),
              why,
              "Grant it what docs/database.md lists"),
          e);
    }
    return new NotChanged(problems.of(changing, e).problem(), e);
  }

  private static int run(Connection connection, String sql, List<Object> values, boolean signal)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        statement.setObject(
            i + 1,
            value instanceof Collection<?> ids
                ? connection.createArrayOf("uuid", ids.toArray())
                : value);
      }
      if (!signal) {
        return statement.executeUpdate();
      }
      int sent = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sent += rows.getBoolean(1) ? 1 : 0;
        }
      }
      return sent;
    }
  }
}
