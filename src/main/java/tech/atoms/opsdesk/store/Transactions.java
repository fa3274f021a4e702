package tech.atoms.opsdesk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Work on the store, one transaction each; troubles in words. Safe on any thread; blocks. */
public final class Transactions {
  private final Store store;
  private final String next;

  /**
   * Opens nothing.
   *
   * @param next what a person does where the store is not there
   */
  public Transactions(Store store, String next) {
    this.store = store;
    this.next = next;
  }

  /** What is done within one transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it; what it throws undoes all of it. */
    T with(Connection connection) throws SQLException;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  public interface Row<T> {
    /** Of the row that the cursor is on. */
    T of(ResultSet row) throws SQLException;
  }

  /** Whether the store opens for the first time: nothing is known yet, and nothing is wrong. */
  public boolean isOpening() {
    return store.state() == Store.State.OPENING;
  }

  /**
   * Works in one transaction; what fails changes nothing.
   *
   * @param what what has failed where it fails, e.g. "The run cannot be read"
   * @throws ProblemException where the store is away
   */
  public <T extends @Nullable Object> T work(String what, Work<T> work) {
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
                            next)))
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

  /** Reads rows in a transaction of its own. */
  public <T> List<T> list(String what, Row<T> each, String sql, @Nullable Object... values) {
    return work(what, connection -> list(connection, each, sql, values));
  }

  /** Reads rows within a transaction. */
  public static <T> List<T> list(
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

  /** Changes rows in a transaction of its own; returns how many. */
  public int update(String what, String sql, @Nullable Object... values) {
    return work(what, connection -> Sql.update(connection, sql, values));
  }
}
