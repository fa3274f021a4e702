package tech.atoms.opsdesk.sandbox.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;

/**
 * The sandbox's PostgreSQL 15. Made up on first start, kept afterwards; can be paused and resumed
 * on the same port. Safe on any thread.
 */
public final class SandboxDatabase implements AutoCloseable {
  /** Name the MCP server's connections carry in {@code pg_stat_activity}. */
  public static final String SERVER_APPLICATION = "atoms-mcp-server";

  private static final Logger log = LoggerFactory.getLogger(SandboxDatabase.class);
  private static final String DATABASE = "postgres";
  private static final Map<String, String> CONFIG =
      Map.of(
          "max_connections", "60",
          "shared_buffers", "64MB",
          "shared_preload_libraries", "pg_stat_statements",
          "track_io_timing", "on",
          // No log is archived: what a recovery asks for is not there, and it ends.
          "restore_command", "exit 1",
          "timezone", "UTC",
          "log_timezone", "UTC");

  private final Settings settings;
  private final int port;
  private final boolean takenOver;
  private @Nullable EmbeddedPostgres postgres;
  private boolean recovering;

  /**
   * What it is started with.
   *
   * @param directory PostgreSQL's data directory
   * @param port TCP port on 127.0.0.1; 0: any free one
   * @param accounts passwords
   * @param size rows of a new database; an existing one keeps its rows
   * @param seed decides the made-up rows
   * @param clock tells what "now" is for the rows
   */
  public record Settings(
      Path directory, int port, Accounts accounts, Size size, long seed, InstantSource clock) {}

  private SandboxDatabase(Settings settings, EmbeddedPostgres postgres) {
    this.settings = settings;
    this.postgres = postgres;
    this.port = postgres.port();
    this.takenOver = postgres.takenOver();
  }

  /**
   * Starts PostgreSQL and, where the directory is new, creates roles, schema and rows in one
   * transaction.
   *
   * @throws tech.atoms.opsdesk.common.ProblemException where PostgreSQL does not start
   */
  public static SandboxDatabase start(Settings settings) throws SQLException {
    SandboxDatabase database = new SandboxDatabase(settings, launch(settings, settings.port()));
    try {
      database.prepare();
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
    return database;
  }

  /** The port it listens on, also while it is paused. */
  public int port() {
    return port;
  }

  /** Whether a PostgreSQL that an earlier run left behind was taken over or stopped. */
  public boolean takenOver() {
    return takenOver;
  }

  /** JDBC URL without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** The same as libpq writes it. */
  public String url() {
    return "postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** Connections of the MCP server: signed in as {@code authenticator}, acting as service_role. */
  public DataSource server() {
    PGSimpleDataSource source = source(Accounts.SERVER, settings.accounts().server());
    source.setApplicationName(SERVER_APPLICATION);
    source.setOptions("-c role=service_role");
    return source;
  }

  /** Connections of {@code postgres}, the tables' owner; unpooled. */
  public DataSource admin() {
    return source(Accounts.ADMIN, settings.accounts().admin());
  }

  /**
   * People who have no made-up session and so are free to sign in.
   *
   * @param count how many; at most 50 at scale 1
   */
  public List<Person> people(int count) throws SQLException {
    UUID[] ids =
        IntStream.range(0, count)
            .mapToObj(n -> Person.sessionless(settings.seed(), n))
            .toArray(UUID[]::new);
    try (Connection connection = admin().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select u.id, u.email from unnest(?::uuid[]) with ordinality w (id, n)"
                    + " join public.atoms_users u using (id) order by w.n")) {
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      try (ResultSet result = statement.executeQuery()) {
        List<Person> people = new ArrayList<>();
        while (result.next()) {
          people.add(new Person(result.getObject(1, UUID.class), result.getString(2)));
        }
        return people;
      }
    }
  }

  /**
   * Ends every live session of these people, as when they close their clients.
   *
   * @return how many sessions ended
   */
  public int signOut(Collection<Person> people) throws SQLException {
    try (Connection connection = admin().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update public.atoms_sessions set expires_at = ?"
                    + " where user_id = any (?::uuid[]) and expires_at > ?")) {
      var now = settings.clock().instant().atOffset(ZoneOffset.UTC);
      statement.setObject(1, now);
      statement.setArray(
          2, connection.createArrayOf("uuid", people.stream().map(Person::id).toArray()));
      statement.setObject(3, now);
      return statement.executeUpdate();
    }
  }

  /**
   * Deletes what synthetic people created in a run that was killed.
   *
   * @param entityType type of entities that they alone create
   * @param relationshipType type of relationships that they alone create
   * @return how many rows were deleted
   */
  public int tidyUp(String entityType, String relationshipType) throws SQLException {
    int deleted = 0;
    try (Connection connection = admin().getConnection()) {
      deleted += delete(connection, "atoms_relationships", relationshipType);
      deleted += delete(connection, "atoms_entities", entityType);
    }
    return deleted;
  }

  private static int delete(Connection connection, String table, String type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from public." + table + " where type = ?")) {
      statement.setString(1, type);
      return statement.executeUpdate();
    }
  }

  /** Stops PostgreSQL at once; connections break. Nothing happens where it is stopped already. */
  public synchronized void pause() {
    EmbeddedPostgres running = postgres;
    postgres = null;
    if (running != null) {
      running.close();
    }
  }

  /** Starts it again on its port. Nothing happens where it runs, or is being recovered. */
  public synchronized void resume() {
    if (postgres == null && !recovering) {
      postgres = launch(settings, port);
    }
  }

  /** Stops it for a recovery; until {@link #recovered} it stays away. */
  synchronized void away() {
    recovering = true;
    pause();
  }

  /**
   * Starts it again.
   *
   * @param newTimeline whether it comes back as one that was recovered
   */
  synchronized void recovered(boolean newTimeline) throws IOException {
    if (newTimeline) {
      EmbeddedPostgres.recoverAtNextStart(settings.directory());
    }
    recovering = false;
    resume();
  }

  /** Whether it is stopped. */
  public synchronized boolean paused() {
    return postgres == null;
  }

  /**
   * Lets the people whose sessions end within the next minute sign in again, so that the table
   * stays as full as it was made.
   *
   * @return how many did
   */
  public int renewSessions() throws SQLException {
    try (Connection connection = admin().getConnection()) {
      return Rows.renew(connection, settings.clock().instant());
    }
  }

  /** Stops PostgreSQL; returns when its process has ended. */
  @Override
  public void close() {
    pause();
  }

  private void prepare() throws SQLException {
    Instant now = settings.clock().instant();
    try (Connection connection = superuser().getConnection()) {
      if (exists(connection)) {
        Script.named("server.sql").run(connection);
        operator(connection);
        long back = Rows.wake(connection, now);
        log.debug("{} sessions came back", back);
        return;
      }
      connection.setAutoCommit(false);
      Script.named("roles.sql").run(connection);
      password(connection, Accounts.ADMIN, settings.accounts().admin());
      password(connection, Accounts.SERVER, settings.accounts().server());
      password(connection, Accounts.READER, settings.accounts().reader());
      Script.named("schema.sql").run(connection);
      Script.named("server.sql").run(connection);
      operator(connection);
      new Rows(settings.seed()).fill(connection, settings.size(), now);
      connection.commit();
    }
  }

  /** Also in a directory of an older sandbox, which has no such role. */
  private void operator(Connection connection) throws SQLException {
    Script.named("operator.sql").run(connection);
    password(connection, Accounts.OPERATOR, settings.accounts().operator());
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select to_regclass('public.atoms_sessions') is not null")) {
      return result.next() && result.getBoolean(1);
    }
  }

  private static void password(Connection connection, String role, Secret password)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "alter role %s password '%s'".formatted(role, password.reveal().replace("'", "''")));
    }
  }

  DataSource superuser() {
    return source(Accounts.SUPERUSER, settings.accounts().superuser());
  }

  private PGSimpleDataSource source(String user, Secret password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    source.setUser(user);
    source.setPassword(password.reveal());
    source.setConnectTimeout(5);
    source.setApplicationName("atoms-sandbox");
    return source;
  }

  private static EmbeddedPostgres launch(Settings settings, int port) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgres.Settings(
            settings.directory(),
            port,
            Accounts.SUPERUSER,
            settings.accounts().superuser(),
            CONFIG));
  }
}
