package tech.atoms.opsdesk.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** A database with the specification's session tables, and roles with more and fewer rights. */
public final class Fixture {
  /** Of both roles. */
  public static final String PASSWORD = "fixture-password-17";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestPostgres.Database database = TestPostgres.createDatabase();

  /** Reads everything the desk wants: pg_monitor and SELECT on the tables. */
  public final String monitor = "monitor_" + NUMBER.incrementAndGet();

  /** May sign in, no more. */
  public final String plain = "plain_" + NUMBER.get();

  /** Makes tables and roles. */
  public Fixture() {
    execute(
        """
        create table atoms_users (
          id uuid primary key default gen_random_uuid(), email text unique not null,
          created_at timestamptz default now(), updated_at timestamptz default now());
        create table atoms_sessions (
          id uuid primary key default gen_random_uuid(), user_id uuid references atoms_users(id),
          token_hash text not null, expires_at timestamptz not null,
          created_at timestamptz default now(), last_activity timestamptz default now(),
          metadata jsonb default '{}');
        create index idx_sessions_user_id on atoms_sessions(user_id);
        create index idx_sessions_token_hash on atoms_sessions(token_hash);
        create index idx_sessions_expires_at on atoms_sessions(expires_at);
        create role %1$s login password '%3$s'; grant pg_monitor to %1$s;
        grant select on atoms_users, atoms_sessions to %1$s;
        create role %2$s login password '%3$s';
        """
            .formatted(monitor, plain, PASSWORD));
  }

  /** Runs statements as superuser. */
  public void execute(String sql) {
    TestPostgres.execute(database.dataSource(), sql);
  }

  /** One value, read as superuser. */
  public String value(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection of its own, as superuser, named in pg_stat_activity. */
  public Connection connect(String application) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl() + "?ApplicationName=" + application,
            TestPostgres.USER,
            TestPostgres.PASSWORD.reveal());
    connection.setAutoCommit(false);
    return connection;
  }

  /** The server process of a connection. */
  public static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Settings for a role. */
  public DatabaseSettings settings(String role) {
    return settings(database.jdbcUrl(), role, SslMode.DISABLE);
  }

  /** Settings for any server. */
  public static DatabaseSettings settings(String url, String role, SslMode mode) {
    return new DatabaseSettings(
        url, role, new SecretRef(SecretRef.Scheme.ENV, "FIXTURE"), mode, null);
  }

  /** A failure of a kind. */
  public static DatabaseException failure(DatabaseException.Kind kind, String why) {
    return new DatabaseException(kind, new Problem("It failed", "there", why, "look"), null);
  }

  /** URL without password. */
  public String jdbcUrl() {
    return database.jdbcUrl();
  }

  /** A client as a role. */
  public MonitoredDatabase open(String role) {
    return open(settings(role), null);
  }

  /** A client with its password; null: the right one. */
  public static MonitoredDatabase open(DatabaseSettings settings, @Nullable String password) {
    return new MonitoredDatabase(
        settings,
        2,
        ref -> new Secret(password == null ? PASSWORD : password),
        InstantSource.system());
  }
}
