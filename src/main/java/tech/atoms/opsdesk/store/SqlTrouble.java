package tech.atoms.opsdesk.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;

/** Turns what PostgreSQL answered into words. */
public final class SqlTrouble {
  private static final String DISK_FULL = "53100";

  private SqlTrouble() {}

  /**
   * A problem made of a failed statement.
   *
   * @param what what failed
   * @param where the store
   * @param e as thrown; the cause's text is shown without secrets
   */
  public static Problem problem(String what, String where, SQLException e) {
    String state = stateOf(e);
    if (DISK_FULL.equals(state)) {
      return new Problem(
          what, where, "the disk of the store is full", "Make room on the disk of the store");
    }
    if (state != null && state.startsWith("28")) {
      return new Problem(what, where, firstLine(e), "Check the user and the password of the store");
    }
    if (isAway(e)) {
      return new Problem(
          what, where, firstLine(e), "Nothing: the desk tries again by itself; see its log");
    }
    return new Problem(what, where, firstLine(e), "See the log of the store");
  }

  /** Whether the store was not there, or ended: what failed may well do at another time. */
  static boolean isAway(SQLException e) {
    String state = stateOf(e);
    return state == null || state.startsWith("08") || state.startsWith("57");
  }

  /** The SQLSTATE of an exception or of its nearest cause that has one; null where none has. */
  private static @Nullable String stateOf(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }

  private static String firstLine(SQLException e) {
    Throwable root = e;
    while (root.getCause() instanceof SQLException cause) {
      root = cause;
    }
    String message = root.getMessage() == null ? "no answer" : root.getMessage();
    String line = message.lines().findFirst().orElse(message);
    return Masking.mask(line.replaceFirst("^(ERROR|FATAL|PANIC): ", "").replaceFirst("\\.$", ""));
  }
}
