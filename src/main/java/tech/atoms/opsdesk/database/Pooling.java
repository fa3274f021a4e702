package tech.atoms.opsdesk.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether two connections of the desk share processes of the server, as they do behind a pooler of
 * transactions. Seen by process ids alone: a setting left in a shared process would reach others.
 *
 * @param port whether the URL names port 6543, where Supabase keeps its pooler of transactions
 * @param looks what was seen; empty where the profile allows one connection only
 */
public record Pooling(boolean port, List<Look> looks) {
  private static final int ROUNDS = 3;
  private static final String PID = "select pg_catalog.pg_backend_pid()";

  /** Copies the list. */
  public Pooling {
    looks = List.copyOf(looks);
  }

  /**
   * Process ids seen in one round.
   *
   * @param first of the first connection
   * @param other of the second, in a transaction that begins after the first one's ended
   * @param again of the first, in a transaction while the second's is open
   */
  public record Look(int first, int other, int again) {
    /** Whether a direct connection would never show this. */
    public boolean shared() {
      return first == other || first != again;
    }
  }

  /** Whether the processes are shared. */
  public boolean shared() {
    return looks.stream().anyMatch(Look::shared);
  }

  static Pooling of(Access access, boolean port) {
    String reading = "how connections are pooled";
    if (access.connections() < 2) {
      return new Pooling(port, List.of());
    }
    return access.read(
        reading,
        first -> {
          List<Look> looks = new ArrayList<>();
          for (int i = 0; i < ROUNDS; i++) {
            int before = pid(first);
            end(first);
            looks.add(
                access.look(
                    reading,
                    second -> {
                      int other = pid(second);
                      int again = pid(first);
                      end(first);
                      return new Look(before, other, again);
                    }));
          }
          return new Pooling(port, looks);
        });
  }

  private static int pid(Read read) throws SQLException {
    return read.one(PID, row -> row.getInt(1));
  }

  /** A pooler of transactions takes its process back now. */
  private static void end(Read read) throws SQLException {
    @Nullable Object _ =
        read.ask(
            connection -> {
              connection.commit();
              return Boolean.TRUE;
            });
  }
}
