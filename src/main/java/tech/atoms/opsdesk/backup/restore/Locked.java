package tech.atoms.opsdesk.backup.restore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.common.Few;

/** Tables that nobody else reads or writes until the transaction ends. */
final class Locked {
  private static final String LOCK_TIMEOUT = "2s";
  private static final String NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";

  private Locked() {}

  /**
   * Locks them in their order; gives up after 2 s for each, for whoever comes meanwhile waits too.
   *
   * @throws tech.atoms.opsdesk.common.ProblemException where somebody holds one, with who; the
   *     transaction is rolled back then
   */
  static void lock(Connection connection, Manifest manifest, List<LiveTable> tables)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '" + LOCK_TIMEOUT + "'");
      statement.execute("lock table " + only(tables) + " in access exclusive mode");
    } catch (SQLException e) {
      String code = String.valueOf(e.getSQLState());
      if (!code.equals(NOT_AVAILABLE) && !code.equals(DEADLOCK)) {
        throw e;
      }
      connection.rollback();
      ContentReader.pin(connection); // names and times are told alike in every session
      List<String> holders = new Live(connection).holders(tables);
      throw Preflight.refused(
          manifest,
          "a table is held by somebody else for more than 2 s: "
              + (holders.isEmpty() ? "by whom is not seen any more" : Few.of(holders)),
          "Nothing was changed. Let them end or end them ('opsdesk db terminate'), and try again");
    }
  }

  /**
   * Brings sequences to where they stood, and never back: others may have used what came since.
   * Outlives a rollback, and does no harm then.
   */
  static void setSequences(Connection connection, Manifest manifest, List<LiveTable> tables)
      throws SQLException {
    Map<String, Long> values =
        manifest.sequences().stream()
            .collect(Collectors.toMap(Manifest.Sequence::name, Manifest.Sequence::value));
    for (Live.Sequence one : new Live(connection).sequences(manifest.schemas(), tables)) {
      Long value = values.get(one.name());
      if (value == null || value == 0) {
        continue; // it had given none
      }
      String ahead = one.ascending() ? "<" : ">";
      try (PreparedStatement set =
          connection.prepareStatement(
              "select setval(?::regclass, ?) from "
                  + one.quoted()
                  + " where last_value "
                  + ahead
                  + " ? or (last_value = ? and not is_called)")) {
        set.setString(1, one.quoted());
        set.setLong(2, value);
        set.setLong(3, value);
        set.setLong(4, value);
        set.execute();
      }
    }
  }

  /** As a statement wants them, without what inherits from them. */
  static String only(List<LiveTable> tables) {
    return tables.stream().map(table -> "only " + table.quoted()).collect(Collectors.joining(", "));
  }
}
