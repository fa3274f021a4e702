package tech.atoms.opsdesk.backup.dump;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Watches a connection whose statements may take as long as they like, within one transaction:
 * where its process at the server is gone or has nothing to do any more, or the server cannot be
 * reached, it is cut, and what waits on it fails. Without, an answer that was lost on the way is
 * waited for until the system gives up, after hours.
 */
public final class Lifeline implements AutoCloseable {
  /** Three looks that failed, each with its ten seconds: about a minute. */
  public static final Duration USUAL = Duration.ofSeconds(15);

  private static final int MOST_MISSES = 3;
  private static final int SECONDS = 10;

  private final Target target;
  private final Connection connection;
  private final int process;
  private final Duration every;
  private final Thread watch;
  private volatile boolean over;
  private volatile String why = "";

  private Lifeline(Target target, Connection connection, int process, Duration every) {
    this.target = target;
    this.connection = connection;
    this.process = process;
    this.every = every;
    this.watch = Thread.ofVirtual().name("lifeline").unstarted(this::watch);
  }

  /**
   * Watches a connection until this is closed.
   *
   * @param target how the same server is reached once more
   * @param every between two looks
   */
  public static Lifeline of(Target target, Connection connection, Duration every)
      throws SQLException {
    int process = connection.unwrap(PGConnection.class).getBackendPID();
    Lifeline line = new Lifeline(target, connection, process, every);
    line.watch.start();
    return line;
  }

  /** Why it was cut; empty where it was not. */
  public String why() {
    return why;
  }

  /** The same failure, in words that tell why where this has cut the connection. */
  public SQLException told(SQLException failure) {
    return why.isEmpty() ? failure : new SQLException(why, "08006", failure);
  }

  private void watch() {
    int misses = 0;
    try {
      while (!over) {
        Thread.sleep(every);
        Seen seen = look();
        misses = seen == Seen.UNREACHABLE ? misses + 1 : 0;
        if (seen == Seen.GONE) {
          cut("its process at the server is gone");
        } else if (seen == Seen.IDLE) {
          cut("its transaction is over, and the answer was lost");
        } else if (misses >= MOST_MISSES) {
          cut("the server cannot be reached any more");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private enum Seen {
    THERE,
    GONE,
    IDLE,
    UNREACHABLE
  }

  private Seen look() {
    try (Connection other = target.connect("atoms-lifeline", SECONDS);
        PreparedStatement select =
            other.prepareStatement(
                "select state = 'idle' and state_change < clock_timestamp() - ? * interval '1 ms'"
                    + " from pg_stat_activity where pid = ?")) {
      select.setLong(1, every.toMillis());
      select.setInt(2, process);
      try (ResultSet row = select.executeQuery()) {
        return !row.next() ? Seen.GONE : row.getBoolean(1) ? Seen.IDLE : Seen.THERE;
      }
    } catch (SQLException e) {
      return Seen.UNREACHABLE;
    }
  }

  private void cut(String because) {
    if (over) {
      return;
    }
    over = true;
    why = because;
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is cut already.
    }
  }

  @Override
  public void close() {
    over = true;
    watch.interrupt();
  }
}
