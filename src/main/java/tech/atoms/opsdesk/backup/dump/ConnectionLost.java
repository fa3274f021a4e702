package tech.atoms.opsdesk.backup.dump;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** What failed because the database went away meanwhile: it may be tried again by itself. */
public final class ConnectionLost extends ProblemException {
  private static final long serialVersionUID = 1L;

  /** Connection exceptions, and a server that is being shut down or started. */
  private static final Pattern STATE = Pattern.compile("08...|57P0[123]");

  private static final Pattern SAID =
      Pattern.compile(
          "server closed the connection|terminating connection|connection to server .* failed"
              + "|the database system is|could not receive data from server"
              + "|no connection to the server|Connection refused",
          Pattern.CASE_INSENSITIVE);

  /** With its technical cause. */
  public ConnectionLost(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  /** Whether this is how JDBC tells of it. */
  static boolean is(@Nullable Throwable cause) {
    return cause instanceof SQLException sql
        && sql.getSQLState() != null
        && STATE.matcher(sql.getSQLState()).matches();
  }

  /** Whether this is how PostgreSQL's own programs tell of it. */
  static boolean said(String text) {
    return SAID.matcher(text).find();
  }
}
