package tech.atoms.opsdesk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Work on the store, one transaction each; troubles in words. Safe on any thread; blocks. */
public final class Transactions {
  private final Store store;
  private final String next;
  private final Patience patience;

  /**
   * Opens nothing.
   *
   * @param next what a person does where the store is not there
   */
  public Transactions(Store store, String next) {
    this(store, next, new Patience(0, () -> false));
  }

  private Transactions(Store store, String next, Patience patience) {
    this.store = store;
    this.next = next;
    this.patience = patience;
  }

  /**
   * How a store that is away is waited for.
   *
   * @param tries how often it is tried again at the most
   * @param moment waits between two tries; returns false where it is not to be tried again
   */
  public record Patience(int tries, BooleanSupplier moment) {}

  /**
   * The same, where each piece of work waits for a store that is away. What was done just as the
   * connection was lost may be done again: only for work that bears that.
   */
  public Transactions waiting(Patience with) {
    return new Transactions(store, next, with);
  }

  /** The store does not take work at the moment. */
  private static final class Away extends ProblemException {
    private static final long serialVersionUID = 1L;

    Away(Problem problem, @Nullable Throwable cause) {
      super(problem, cause);
    }
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
    for (int left = patience.tries(); ; left--) {
      try {
        return once(what, work);
      } catch (Away e) {
        if (left <= 0 || !patience.moment().getAsBoolean()) {
          throw e;
        }
      }
    }
  }

  private <T extends @Nullable Object> T once(String what, Work<T> work) {
    Problem trouble = store.trouble();
    try (Connection connection =
        store
            .dataSource()
            .orElseThrow(
                () ->
                    new Away(
                        new Problem(
                            what,
                            store.where(),
                            trouble == null ? "the store is not open yet" : trouble.why(),
                            next),
                        null))
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
      Problem problem = SqlTrouble.problem(what, store.where(), e);
      throw SqlTrouble.isAway(e) ? new Away(problem, e) : new ProblemException(problem, e);
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
