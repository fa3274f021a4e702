package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;
import tech.atoms.opsdesk.sandbox.server.Tool.ToolTrouble;

/** Statements with parameters, and their rows as JSON-like maps. */
final class Rows {
  private Rows() {}

  static List<Map<String, Object>> query(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<Map<String, Object>> all = new ArrayList<>();
        while (rows.next()) {
          all.add(row(rows));
        }
        return all;
      }
    }
  }

  /** The only row. */
  static Map<String, Object> one(
      Connection connection, String what, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<Map<String, Object>> rows = query(connection, sql, parameters);
    if (rows.isEmpty()) {
      throw new ToolTrouble("No such " + what);
    }
    return rows.getFirst();
  }

  /** Number of rows changed. */
  static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof Instant at) {
        statement.setObject(i + 1, Sessions.utc(at));
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static Map<String, Object> row(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      Replies.putNullable(row, columns.getColumnLabel(i), value(rows.getObject(i)));
    }
    return row;
  }

  private static @Nullable Object value(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Timestamp at -> at.toInstant().toString();
      case PGobject json when json.getType().startsWith("json") -> parsed(json.getValue());
      case Number number -> number;
      case Boolean truth -> truth;
      default -> value.toString();
    };
  }

  private static @Nullable Object parsed(@Nullable String json) throws SQLException {
    try {
      return json == null ? null : Replies.JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new SQLException("jsonb that is no JSON", e);
    }
  }
}
