package tech.atoms.opsdesk.workflow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.SqlTrouble;
import tech.atoms.opsdesk.store.Store;

/** Work on the store, one transaction each; troubles in words. Safe on any thread; blocks. */
final class JournalStore {
  private final Store store;

  JournalStore(Store store) {
    this.store = store;
  }

  interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  boolean isOpening() {
    return store.state() == Store.State.OPENING;
  }

  /** Works in one transaction; what fails changes nothing. */
  <T extends @Nullable Object> T work(String what, Work<T> work) {
    Problem trouble = store.trouble();
    try (Connection connection =
        store
            .dataSource()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            what,
                            store.where(),
                            trouble == null ? "the store is not open yet" : trouble.why(),
                            "Nothing is changed without the journal; try again when it is back")))
            .getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.with(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      store.suspect();
      throw new ProblemException(SqlTrouble.problem(what, store.where(), e), e);
    }
  }

  /** Reads rows. */
  <T> List<T> list(String what, Row<T> each, String sql, @Nullable Object... values) {
    return work(what, connection -> list(connection, each, sql, values));
  }

  /** Reads rows within a transaction. */
  static <T> List<T> list(
      Connection connection, Row<T> each, String sql, @Nullable Object... values)
      throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      Sql.set(select, values);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.add(each.of(row));
        }
      }
    }
    return all;
  }

  /** Changes rows. */
  int update(String what, String sql, @Nullable Object... values) {
    return work(what, connection -> Sql.update(connection, sql, values));
  }
}
