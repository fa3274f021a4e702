package tech.atoms.opsdesk.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * The desk's few connections, each used for short read-only transactions. Opens them on first use,
 * closes them when idle, opens new ones when the database comes back.
 */
final class Access implements AutoCloseable {
  /**
   * For one transaction: what is set for a session would be lost with the rollback of the first
   * transaction, and through a pooler of transactions it would reach other clients.
   */
  private static final String LIMITS =
      "set local statement_timeout = 5000; set local lock_timeout = 1000;"
          + " set local idle_in_transaction_session_timeout = 15000";

  private static final Duration WAIT_FOR_TURN = Duration.ofSeconds(8);

  /** Shorter than a read of the monitor may take, so that the reason is told and not its delay. */
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(4);

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration WAIT_FOR_CANCEL = Duration.ofMillis(500);
  private static final int SLICE_MILLIS = 250; // the least that the pool allows

  private final GuardedSource source;
  private final HikariDataSource pool;
  private final ExecutorService threads;

  /** All connections but one, which is kept for looks. */
  private final Semaphore turns;

  private final Set<Read> running = ConcurrentHashMap.newKeySet();
  private final DatabaseProblems problems;

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Read read) throws SQLException;
  }

  Access(
      DatabaseSettings settings,
      int connections,
      SecretResolver secrets,
      DatabaseProblems problems) {
    this.problems = problems;
    this.source = new GuardedSource(settings, secrets);
    int most = Math.clamp(connections, 1, 2);
    this.turns = new Semaphore(Math.max(1, most - 1), true);
    HikariConfig config = new HikariConfig();
    config.setPoolName("monitored-database");
    config.setDataSource(source);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(SLICE_MILLIS);
    config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(15).toMillis());
    config.setKeepaliveTime(0);
    config.setAutoCommit(false);
    config.setReadOnly(true);
    // Without it a connection that nobody takes would wait inside the pool's own transaction.
    config.setIsolateInternalQueries(true);
    this.pool = new HikariDataSource(config);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("database-", 0).factory());
  }

  /**
   * Runs work in one read-only transaction, after others of its kind: where there are two
   * connections, one stays free for {@link #look}. Blocks; an interrupt cancels the running
   * statement at the server.
   *
   * @param reading what is read, for errors
   */
  <T> T read(String reading, Work<T> work) {
    try {
      if (!turns.tryAcquire(WAIT_FOR_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw problems.busy(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problems.cancelled(reading);
    }
    try {
      return look(reading, work);
    } finally {
      turns.release();
    }
  }

  /**
   * Runs a short look in one read-only transaction: does not wait for slower reads. Blocks; an
   * interrupt cancels the running statement at the server.
   *
   * @param reading what is read, for errors
   */
  <T> T look(String reading, Work<T> work) {
    Read read = new Read();
    running.add(read);
    Future<T> future;
    try {
      // A thread of its own: an interrupt in the driver would cut the connection, not the query.
      future = threads.submit(() -> inTransaction(read, work));
    } catch (RejectedExecutionException e) {
      running.remove(read);
      throw problems.cancelled(reading);
    }
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      read.cancel();
      Thread.currentThread().interrupt();
      throw problems.cancelled(reading);
    } catch (TimeoutException e) {
      read.cancel();
      throw problems.tooSlow(reading, "no answer within " + DEADLINE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (read.isCancelled()) {
        throw problems.cancelled(reading);
      }
      throw problems.of(reading, Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private <T> T inTransaction(Read read, Work<T> work) throws SQLException {
    try (Connection connection = borrow()) {
      try (Statement limits = connection.createStatement()) {
        limits.execute(LIMITS);
      }
      read.begin(connection);
      T result = work.in(read);
      connection.commit();
      return result;
    } finally {
      running.remove(read);
    }
  }

  private Connection borrow() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLTransientConnectionException e) {
        SQLException standing = source.standing();
        if (standing != null) {
          throw standing;
        }
        if (System.nanoTime() - start > WAIT_FOR_CONNECTION.toNanos()) {
          boolean busy =
              pool.getHikariPoolMXBean().getActiveConnections() >= pool.getMaximumPoolSize();
          throw new SQLException(busy ? problems.busy(e) : problems.noConnection(e));
        }
      }
    }
  }

  /** Most connections at once. */
  int connections() {
    return pool.getMaximumPoolSize();
  }

  /** Cancels what runs and closes the connections. Returns within about a second. */
  @Override
  public void close() {
    threads.shutdown();
    // Asking the server to cancel takes a connection each, which may not come when it is gone.
    List<Thread> cancelling =
        running.stream()
            .map(read -> Thread.ofVirtual().name("database-cancel").start(read::cancel))
            .toList();
    try {
      for (Thread one : cancelling) {
        one.join(WAIT_FOR_CANCEL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }
}
