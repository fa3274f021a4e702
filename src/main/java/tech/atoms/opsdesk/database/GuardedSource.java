package tech.atoms.opsdesk.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * Opens connections to the monitored database, and remembers a failure for a while: the pool
 * retries many times a second, and providers lock out an address that keeps sending a wrong
 * password.
 */
final class GuardedSource implements DataSource {
  static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);
  static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int CONNECT_SECONDS = 3;
  private static final int LOGIN_SECONDS = 6;
  private static final int SOCKET_SECONDS = 10;

  private final DatabaseSettings settings;
  private final SecretResolver secrets;
  private final String application;
  private final int socketSeconds;
  private volatile @Nullable Failure failure;

  private record Failure(SQLException error, long untilNanos) {}

  GuardedSource(DatabaseSettings settings, SecretResolver secrets) {
    this(settings, secrets, MonitoredDatabase.APPLICATION_NAME, SOCKET_SECONDS);
  }

  /**
   * Connections of a name.
   *
   * @param application {@code application_name}
   * @param socketSeconds how long an answer is waited for
   */
  GuardedSource(
      DatabaseSettings settings, SecretResolver secrets, String application, int socketSeconds) {
    this.settings = settings;
    this.secrets = secrets;
    this.application = application;
    this.socketSeconds = socketSeconds;
  }

  /** The failure that keeps new connections from being tried just now; null where there is none. */
  @Nullable SQLException standing() {
    Failure last = failure;
    return last != null && last.untilNanos - System.nanoTime() > 0 ? last.error : null;
  }

  @Override
  public Connection getConnection() throws SQLException {
    SQLException standing = standing();
    if (standing != null) {
      throw standing;
    }
    try {
      Connection connection = source().getConnection(settings.user(), password());
      failure = null;
      return connection;
    } catch (SQLException e) {
      throw remember(e);
    } catch (RuntimeException e) {
      throw remember(new SQLException("No connection could be made", e));
    }
  }

  private String password() throws SQLException {
    SecretRef password = settings.password();
    try {
      return password == null ? "" : secrets.resolve(password).reveal();
    } catch (RuntimeException e) {
      throw new SQLException("The password could not be resolved", e);
    }
  }

  private SQLException remember(SQLException e) {
    failure = new Failure(e, System.nanoTime() + pauseAfter(e).toNanos());
    return e;
  }

  /** For how long nothing is tried after a failure. */
  static Duration pauseAfter(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.startsWith("28") ? AFTER_REFUSAL : AFTER_FAILURE;
  }

  private PGSimpleDataSource source() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.jdbcUrl());
    for (Map.Entry<String, String> property : settings.connectionProperties().entrySet()) {
      source.setProperty(property.getKey(), property.getValue());
    }
    source.setApplicationName(application);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(socketSeconds);
    source.setTcpKeepAlive(true);
    // Every statement is planned with its real values (a page's plan depends on them), and
    // transaction poolers keep no prepared statements.
    source.setPrepareThreshold(0);
    return source;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "The role is the profile's", PSQLState.NOT_IMPLEMENTED.getState());
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // The driver logs nothing to a writer.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // Set per connection, see source().
  }

  @Override
  public int getLoginTimeout() {
    return LOGIN_SECONDS;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
