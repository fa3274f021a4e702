package tech.atoms.opsdesk.metric.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/**
 * Reads from the store that may be interrupted. Each runs on a thread of its own: an interrupt
 * inside the driver would cut the pooled connection, not the query.
 */
final class StoreReads {
  private StoreReads() {}

  /** What is read over one connection. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection, Running running) throws SQLException;
  }

  /**
   * Reads; an interrupt cancels the running statement at the server.
   *
   * @throws InterruptedException where the calling thread was interrupted
   */
  static <T> T run(DataSource source, Work<T> work) throws SQLException, InterruptedException {
    Running running = new Running();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try (Connection connection = source.getConnection()) {
                return work.in(connection, running);
              }
            });
    Thread.ofVirtual().name("history-read").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      running.cancel();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SQLException sql -> throw sql;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** The statement that may be cancelled. */
  static final class Running {
    private @Nullable Statement statement;
    private boolean cancelled;

    private Running() {}

    /**
     * Tells which statement is about to run. One that is closed already is cancelled in vain.
     *
     * @throws SQLException where nobody waits for it any more
     */
    synchronized void next(Statement next) throws SQLException {
      if (cancelled) {
        throw new SQLException("cancelled", PSQLState.QUERY_CANCELED.getState());
      }
      statement = next;
    }

    private synchronized void cancel() {
      cancelled = true;
      Statement open = statement;
      if (open != null) {
        try {
          open.cancel();
        } catch (SQLException e) {
          // The connection is gone, and the statement with it.
        }
      }
    }
  }
}
