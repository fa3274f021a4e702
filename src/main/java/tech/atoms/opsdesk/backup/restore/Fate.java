package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** What became of a transaction, as the server itself tells it. */
public enum Fate {
  /** It was committed. */
  COMMITTED,
  /** It is still open. */
  OPEN,
  /** It was rolled back. */
  NOT_COMMITTED;

  private static final int PATIENCE_SECONDS = 10;

  /**
   * Asks the server. Blocks on it.
   *
   * @param transaction its number, as {@link InPlace.Mark} was told
   * @throws ProblemException where it does not answer
   */
  public static Fate of(Target target, String transaction) {
    try (Connection connection = target.connect("atoms-restore-fate", PATIENCE_SECONDS);
        PreparedStatement select = connection.prepareStatement("select txid_status(?::bigint)")) {
      select.setString(1, transaction);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return switch (String.valueOf(row.getString(1))) {
          case "committed" -> COMMITTED;
          case "in progress" -> OPEN;
          case "aborted" -> NOT_COMMITTED;
          default -> throw new SQLException("the server does not remember it: it is too old");
        };
      }
    } catch (SQLException e) {
      throw new ProblemException(
          new Problem(
              "What became of the restore is not known",
              "the database",
              Masking.mask(String.valueOf(e.getMessage())),
              "Look again when the database answers"),
          e);
    }
  }
}
