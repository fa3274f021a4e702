package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Lifeline;
import tech.atoms.opsdesk.backup.dump.Target;

/**
 * Connections on which nothing is committed by itself: closing one rolls back. A desk that is gone
 * holds nothing for long.
 */
final class Opened {
  private Opened() {}

  /** One that sees one moment, and changes nothing. */
  static Connection reading(Target target) throws SQLException {
    return begin(target, "repeatable read, read only");
  }

  /** One that sees what others have committed, and may write. */
  static Connection writing(Target target) throws SQLException {
    return begin(target, "read committed, read write");
  }

  private static Connection begin(Target target, String mode) throws SQLException {
    String application = "atoms-restore-" + UUID.randomUUID().toString().substring(0, 8);
    Connection connection = target.connect(application, 0);
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level " + mode);
      }
      Lifeline.noticed(connection);
      ContentReader.pin(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
