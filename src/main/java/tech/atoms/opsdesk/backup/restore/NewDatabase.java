package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A database that its server does not have yet. Blocks on the server. */
public final class NewDatabase {
  /** The database that every server has. */
  public static final String MAINTENANCE = "postgres";

  private static final String APPLICATION = "atoms-restore-make";
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final int SECONDS = 20;

  private NewDatabase() {}

  /** Whether that is what went wrong. */
  public static boolean isMissing(SQLException e) {
    return NO_SUCH_DATABASE.equals(e.getSQLState());
  }

  /** Whether the server answers, and has no such database. */
  public static boolean isMissing(Target target) {
    try (Connection _ = target.connect(APPLICATION, SECONDS)) {
      return false;
    } catch (SQLException e) {
      return isMissing(e);
    }
  }

  /**
   * Makes it, empty.
   *
   * @param server its server, by the database {@link #MAINTENANCE}
   * @param target it
   * @throws ProblemException where the role may not, or the server does not answer
   */
  public static void make(Target server, Target target) {
    String name = target.variables().getOrDefault("PGDATABASE", "");
    try (Connection connection = server.connect(APPLICATION, SECONDS);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create database \""
              + name.replace("\"", "\"\"")
              + "\" template template0 encoding 'UTF8'");
    } catch (SQLException e) {
      throw new ProblemException(
          new Problem(
              "The database cannot be made",
              name,
              Masking.mask(String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip()),
              "Make it by hand, empty, and try again"),
          e);
    }
  }
}
