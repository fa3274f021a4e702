package tech.atoms.opsdesk.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** One read-only transaction; whoever runs it can be cancelled from another thread. */
final class Read {
  /** No answer is longer than this, whatever the statement says. */
  static final int MOST_ROWS = ListedSessions.MOST + 1;

  /** Beyond these the driver means the infinities. */
  private static final Instant LATEST = Instant.parse("+294276-12-31T00:00:00Z");

  private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

  private @Nullable Connection connection;
  private @Nullable Statement running;
  private boolean cancelled;

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Something asked of a connection. */
  @FunctionalInterface
  interface Question<T> {
    T of(Connection connection) throws SQLException;
  }

  synchronized void begin(Connection connection) {
    this.connection = connection;
  }

  /** Asks the server to stop the running statement; later ones do not start. */
  synchronized void cancel() {
    cancelled = true;
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // The connection is gone, and the statement with it.
      }
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** All rows of a query, at most {@link #MOST_ROWS}. */
  <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql)) {
      statement.setMaxRows(MOST_ROWS);
      for (int i = 0; i < values.length; i++) {
        set(statement, i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> list = new ArrayList<>();
        while (rows.next()) {
          list.add(row.of(rows));
        }
        return list;
      }
    } finally {
      ended();
    }
  }

  /** The only row of a query. */
  <T> T one(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    return list(sql, row, values).getFirst();
  }

  /** Lets somebody else ask on this transaction's connection. Not cancellable. */
  <T> T ask(Question<T> question) throws SQLException {
    Connection mine;
    synchronized (this) {
      mine = connection;
    }
    if (mine == null) {
      throw new SQLException("cancelled", PSQLState.QUERY_CANCELED.getState());
    }
    return question.of(mine);
  }

  private synchronized PreparedStatement prepare(String sql) throws SQLException {
    if (cancelled || connection == null) {
      throw new SQLException("cancelled", PSQLState.QUERY_CANCELED.getState());
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    running = statement;
    return statement;
  }

  private synchronized void ended() {
    running = null;
  }

  private void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case Instant instant -> statement.setObject(index, toDatabase(instant));
      case Collection<?> many ->
          statement.setArray(
              index, statement.getConnection().createArrayOf(typeOf(many), many.toArray()));
      case null -> statement.setObject(index, null);
      default -> statement.setObject(index, value);
    }
  }

  private static String typeOf(Collection<?> values) {
    return values.stream().allMatch(UUID.class::isInstance) ? "uuid" : "text";
  }

  /** An instant of a column; null where the column is null. The infinities come as far instants. */
  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** An instant of a column that is never null. */
  static Instant instantOf(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** A whole number; null where the column is null. */
  static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  private static OffsetDateTime toDatabase(Instant instant) {
    if (instant.isAfter(LATEST)) {
      return OffsetDateTime.MAX;
    }
    return instant.isBefore(EARLIEST) ? OffsetDateTime.MIN : instant.atOffset(ZoneOffset.UTC);
  }
}
