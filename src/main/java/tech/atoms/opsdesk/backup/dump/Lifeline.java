package tech.atoms.opsdesk.backup.dump;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;
import org.postgresql.util.PSQLException;

/**
 * Watches a connection whose statements may take as long as they like, within one transaction:
 * where its process at the server is gone, has nothing to do any more or waits for what the desk
 * does not get through to it, or the server cannot be reached, it is cut, and what waits on it
 * fails. Without, an answer that was lost on the way is waited for until the system gives up, after
 * hours, and its locks are held as long.
 */
public final class Lifeline implements AutoCloseable {
  private static final int MOST_MISSES = 3;
  private static final int SECONDS = 10;

  /** A pooler tells a number of its own at sign-in; only the process itself knows its own. */
  private static final String ITSELF =
      "select pg_backend_pid(), current_setting('application_name')";

  private static final String LOOK =
      "select state = 'idle' and state_change < clock_timestamp() - ? * interval '1 ms',"
          + " wait_event is not distinct from 'ClientRead' from pg_stat_activity where pid = ?";

  /** By its name too: a pooler gives a process to another client once this one has left it. */
  private static final String END =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where pid = ? and application_name = ?";

  /**
   * What lets the server notice that its client is gone: at a statement that runs, and where it
   * waits for the client, whose silence it bears for two hours otherwise.
   */
  private static final String NOTICED =
      """
      do $$
      declare one text[];
      begin
        foreach one slice 1 in array array[['client_connection_check_interval', '5s'],
            ['tcp_keepalives_idle', '5'], ['tcp_keepalives_interval', '3'],
            ['tcp_keepalives_count', '4'], ['tcp_user_timeout', '20s']] loop
          begin
            perform set_config(one[1], one[2], true);
          exception when others then null; -- not every system can
          end;
        end loop;
      end $$
      """;

  private final Target target;
  private final Connection connection;
  private final int process;
  private final String application;
  private final Patience patience;
  private final LongSupplier moved;
  private final Thread watch;
  private volatile boolean over;
  private volatile String why = "";

  private Lifeline(
      Target target,
      Connection connection,
      int process,
      String application,
      Patience patience,
      LongSupplier moved) {
    this.target = target;
    this.connection = connection;
    this.process = process;
    this.application = application;
    this.patience = patience;
    this.moved = moved;
    this.watch = Thread.ofVirtual().name("lifeline").unstarted(this::watch);
  }

  /**
   * Watches a connection until this is closed.
   *
   * @param target how the same server is reached once more
   * @param moved is another number whenever the desk has got further; asked on a thread of its own
   */
  public static Lifeline of(
      Target target, Connection connection, Patience patience, LongSupplier moved)
      throws SQLException {
    connection.setNetworkTimeout(Runnable::run, SECONDS * 1000); // nobody watches yet
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ITSELF)) {
      row.next();
      connection.setNetworkTimeout(Runnable::run, 0);
      Lifeline line =
          new Lifeline(target, connection, row.getInt(1), row.getString(2), patience, moved);
      line.watch.start();
      return line;
    }
  }

  /**
   * Has the server notice within half a minute that its desk is gone, and give back what it has
   * locked; where its system can. For the transaction that is open.
   */
  public static void noticed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOTICED);
    }
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
    long at = moved.getAsLong();
    long since = System.nanoTime();
    try {
      while (!over) {
        Thread.sleep(patience.look());
        Seen seen = look();
        long now = moved.getAsLong();
        if (now != at || seen == Seen.BUSY) {
          at = now;
          since = System.nanoTime();
          misses = 0;
        }
        misses = seen == Seen.UNREACHABLE ? misses + 1 : seen == Seen.REFUSED ? misses : 0;
        if (seen == Seen.GONE) {
          cut("its process at the server is gone");
        } else if (seen == Seen.IDLE) {
          cut("its transaction is over, and the answer was lost");
        } else if (misses >= MOST_MISSES) {
          cut("the server cannot be reached any more");
        } else if (seen == Seen.WAITING
            && System.nanoTime() - since > patience.stalled().toNanos()) {
          cut(
              "nothing has got through to the server for "
                  + patience.stalled().toSeconds()
                  + " s, although it waits for it");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private enum Seen {
    BUSY,
    WAITING,
    GONE,
    IDLE,
    REFUSED,
    UNREACHABLE
  }

  private Seen look() {
    try (Connection other = target.connect("atoms-lifeline", SECONDS);
        PreparedStatement select = other.prepareStatement(LOOK)) {
      select.setLong(1, patience.look().toMillis());
      select.setInt(2, process);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Seen.GONE;
        }
        return row.getBoolean(1) ? Seen.IDLE : row.getBoolean(2) ? Seen.WAITING : Seen.BUSY;
      }
    } catch (SQLException e) {
      // A server without a place for one more, or a pooler that is full, is there all the same.
      return e instanceof PSQLException told && told.getServerErrorMessage() != null
          ? Seen.REFUSED
          : Seen.UNREACHABLE;
    }
  }

  private void cut(String because) {
    if (over) {
      return;
    }
    over = true;
    why = because;
    end();
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is cut already.
    }
  }

  /** What it holds is given back at once, not when the server notices. */
  private void end() {
    try (Connection other = target.connect("atoms-lifeline", SECONDS);
        PreparedStatement end = other.prepareStatement(END)) {
      end.setInt(1, process);
      end.setString(2, application);
      end.execute();
    } catch (SQLException e) {
      // Out of reach: the server notices by itself.
    }
  }

  @Override
  public void close() {
    over = true;
    watch.interrupt();
  }
}
