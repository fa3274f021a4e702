package tech.atoms.opsdesk.metric.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Series;

/** The numbers that stand for the series of one environment in the store. */
final class SeriesIds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSERT =
      "insert into series (environment, metric, labels)"
          + " select ?, metric, labels::jsonb from unnest(?::text[], ?::text[])"
          + " as wanted(metric, labels) order by metric, labels on conflict do nothing";

  private final String environment;
  private final Map<Series, Integer> known = new ConcurrentHashMap<>();

  SeriesIds(String environment) {
    this.environment = environment;
  }

  /** Forgets the numbers: the store may be another one. */
  void forget() {
    known.clear();
  }

  /**
   * Makes sure that series have numbers. Commits; call it outside a transaction.
   *
   * @param connection without autocommit
   */
  void ensure(Connection connection, Set<Series> wanted) throws SQLException {
    List<Series> missing = wanted.stream().filter(s -> !known.containsKey(s)).toList();
    if (missing.isEmpty()) {
      return;
    }
    String[] metrics = missing.stream().map(Series::metric).toArray(String[]::new);
    String[] labels = new String[metrics.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = json(missing.get(i));
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, environment);
      insert.setArray(2, connection.createArrayOf("text", metrics));
      insert.setArray(3, connection.createArrayOf("text", labels));
      insert.executeUpdate();
    }
    connection.commit();
    readAll(connection);
  }

  /** The number of a series for which {@link #ensure} was called. */
  int of(Series series) throws SQLException {
    Integer id = known.get(series);
    if (id == null) {
      throw new SQLException("series " + series + " was not made");
    }
    return id;
  }

  /** The number of a series; null where it was never recorded. */
  @Nullable Integer find(Connection connection, Series series) throws SQLException {
    Integer id = known.get(series);
    if (id != null) {
      return id;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id from series where environment = ? and metric = ? and labels = ?::jsonb")) {
      select.setString(1, environment);
      select.setString(2, series.metric());
      select.setString(3, json(series));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : null;
      }
    }
  }

  /** Every series of the environment. */
  Set<Series> all(Connection connection) throws SQLException {
    return readAll(connection).keySet();
  }

  private Map<Series, Integer> readAll(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, metric, labels from series where environment = ?")) {
      select.setString(1, environment);
      Map<Series, Integer> all = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.put(new Series(row.getString(2), labels(row.getString(3))), row.getInt(1));
        }
      }
      known.putAll(all);
      return all;
    }
  }

  private static String json(Series series) throws SQLException {
    try {
      return JSON.writeValueAsString(series.labels());
    } catch (JsonProcessingException e) {
      throw new SQLException("labels of " + series + " cannot be written", e);
    }
  }

  private static Map<String, String> labels(String json) throws SQLException {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new SQLException("labels in the store cannot be read", e);
    }
  }
}
