package tech.atoms.opsdesk.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Makes sure that who answers on the port is the server of that cluster, and lets us in. */
final class SignIn {
  private static final String REFUSED_CLASS = "28";

  private SignIn() {}

  /**
   * Connects once.
   *
   * @throws ProblemException where the password is refused, or another server answers
   */
  static void check(DataSource source, Cluster cluster) {
    String why;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show data_directory")) {
      row.next();
      if (cluster.isAt(Path.of(row.getString(1)))) {
        return;
      }
      why = "the server on its port is that of " + row.getString(1);
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state != null && state.startsWith(REFUSED_CLASS)) {
        throw new RefusedException(cluster, e);
      }
      why = Words.of(e);
    }
    throw new ProblemException(
        new Problem(
            "PostgreSQL does not answer as expected",
            cluster.directory().toString(),
            why,
            "Read " + cluster.logFile()));
  }

  /** The server runs, but user or password are wrong: no reason to touch it. */
  static final class RefusedException extends ProblemException {
    private static final long serialVersionUID = 1L;

    RefusedException(Cluster cluster, SQLException cause) {
      super(
          new Problem(
              "PostgreSQL refused the sign-in",
              cluster.directory().toString(),
              Words.of(cause),
              "Use the password that the data directory was made with"),
          cause);
    }
  }
}
