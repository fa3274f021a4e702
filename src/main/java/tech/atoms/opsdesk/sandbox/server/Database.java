package tech.atoms.opsdesk.sandbox.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's pool of database connections. Nothing here waits longer than {@link #WAIT} for a
 * connection and {@link #STATEMENT} for an answer. Safe on any thread.
 */
final class Database implements AutoCloseable {
  static final Duration WAIT = Duration.ofSeconds(3);
  static final Duration STATEMENT = Duration.ofSeconds(5);
  static final String APPLICATION_NAME = "atoms-mcp-server";

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final Executor DIRECT = Runnable::run;
  private static final Duration NETWORK = STATEMENT.plusSeconds(1);

  private final HikariDataSource pool;
  private final List<Connection> leaked = new ArrayList<>();
  private final List<Connection> lost = new ArrayList<>();

  Database(DataSource source, int maxConnections) {
    var config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName(APPLICATION_NAME);
    config.setMaximumPoolSize(maxConnections);
    config.setMinimumIdle(Math.min(2, maxConnections / 4));
    config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(
        "SET application_name = '%s'; SET statement_timeout = %d"
            .formatted(APPLICATION_NAME, STATEMENT.toMillis()));
    pool = new HikariDataSource(config);
  }

  /** Work with one connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  /** The database did not answer within its time, or no connection became free within its time. */
  static final class TookTooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TookTooLong(SQLException cause) {
      super("The database did not answer in time", cause);
    }
  }

  /** The database refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String state;

    Refused(SQLException cause) {
      super("The database refused: SQLSTATE " + cause.getSQLState(), cause);
      state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** SQLSTATE; empty where there is none. */
    String state() {
      return state;
    }
  }

  /** Runs work whose statements commit one by one. */
  <T extends @Nullable Object> T call(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setNetworkTimeout(DIRECT, (int) NETWORK.toMillis());
      return work.with(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Runs work in one transaction. */
  <T extends @Nullable Object> T transaction(Work<T> work) {
    return call(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.with(connection);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          }
        });
  }

  /** Connections that are doing something, or are leaked. */
  int inUse() {
    return pool().getActiveConnections();
  }

  int idle() {
    return pool().getIdleConnections();
  }

  int max() {
    return pool.getMaximumPoolSize();
  }

  /**
   * Holds so many connections idle in transaction, no more and no fewer, until called again.
   *
   * @throws TookTooLong where the pool has not that many left; those taken stay taken
   */
  synchronized void leak(int wanted) {
    int most = Math.min(wanted, max());
    while (leaked.size() > most) {
      release(leaked.removeLast());
    }
    try {
      while (leaked.size() < most) {
        leaked.add(takeAndForget());
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Takes one connection and does not give it back before the pool is closed, if there is one. */
  synchronized void lose() {
    try {
      lost.add(takeAndForget());
    } catch (SQLException e) {
      log.debug("No connection left to lose", e);
    }
  }

  private Connection takeAndForget() throws SQLException {
    Connection connection = pool.getConnection();
    boolean begun = false;
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM atoms_entities");
      begun = true;
    } finally {
      if (!begun) {
        connection.close();
      }
    }
    return connection;
  }

  private static void release(Connection connection) {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      log.debug("A leaked connection was already gone", e);
    }
  }

  private HikariPoolMXBean pool() {
    return pool.getHikariPoolMXBean();
  }

  private static RuntimeException failure(SQLException e) {
    return isTimeout(e) ? new TookTooLong(e) : new Refused(e);
  }

  private static boolean isTimeout(SQLException e) {
    boolean cancelled = "57014".equals(e.getSQLState());
    boolean noConnection = e instanceof SQLTransientConnectionException;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SocketTimeoutException) {
        return true;
      }
    }
    return cancelled || noConnection || e instanceof SQLTimeoutException;
  }

  @Override
  public void close() {
    synchronized (this) {
      leaked.forEach(Database::release);
      leaked.clear();
      lost.forEach(Database::release);
      lost.clear();
    }
    pool.close();
  }
}
