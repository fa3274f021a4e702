package tech.atoms.opsdesk.checklist.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.state.Attachment;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;
import tech.atoms.opsdesk.store.Sql;

/** The statements of what people said. */
final class PersonRows {
  private static final String PUT_TICK =
      """
      insert into tick (environment, item, by_name, login, at, deployment, deployment_version, note,
        file_name, file_sha256, file_bytes)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String TICKS =
      """
      select item, by_name, login, at, deployment, deployment_version, note, file_name, file_sha256,
        file_bytes from tick where environment = ?
      """;
  private static final String PUT_WAIVER =
      """
      insert into waiver (environment, item, reason, approver, until, by_name, login, at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String WAIVERS =
      "select item, reason, approver, until, by_name, login, at from waiver where environment = ?";
  private static final String PUT_SIGNATURE =
      """
      insert into sign_off (environment, item, role, by_name, login, at, deployment,
        deployment_version, results, hash, note)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SIGNATURES =
      """
      select item, role, by_name, login, at, deployment, deployment_version, results, hash, note
      from sign_off where environment = ?
      """;

  private PersonRows() {}

  /** Applies a change; what was there of its kind goes. */
  static void apply(Connection connection, String environment, Change change) throws SQLException {
    String item = change.item();
    switch (change) {
      case Change.Ticked ticked -> {
        delete(connection, "tick", environment, item);
        put(connection, environment, ticked);
      }
      case Change.Unticked gone -> delete(connection, "tick", environment, gone.item());
      case Change.Waived waived -> {
        delete(connection, "waiver", environment, item);
        put(connection, environment, waived.waiver());
      }
      case Change.Unwaived gone -> delete(connection, "waiver", environment, gone.item());
      case Change.Signed signed -> {
        delete(connection, "sign_off", environment, item);
        put(connection, environment, signed.signature());
      }
      case Change.Unsigned gone -> delete(connection, "sign_off", environment, gone.item());
    }
  }

  private static void delete(Connection connection, String table, String environment, String item)
      throws SQLException {
    Sql.update(
        connection,
        "delete from " + table + " where environment = ? and item = ?",
        environment,
        item);
  }

  private static void put(Connection connection, String environment, Change.Ticked ticked)
      throws SQLException {
    Tick tick = ticked.tick();
    Attachment file = tick.attachment();
    Deployment deployment = tick.deployment();
    if (file != null) {
      Sql.update(
          connection,
          "insert into attachment (sha256, content) values (?, ?) on conflict do nothing",
          file.sha256(),
          ticked.content());
    }
    Sql.update(
        connection,
        PUT_TICK,
        environment,
        tick.item(),
        tick.by(),
        tick.login(),
        tick.at(),
        deployment == null ? null : deployment.id(),
        deployment == null ? null : deployment.version(),
        tick.note(),
        file == null ? null : file.name(),
        file == null ? null : file.sha256(),
        file == null ? null : file.bytes());
  }

  private static void put(Connection connection, String environment, Waiver waiver)
      throws SQLException {
    Sql.update(
        connection,
        PUT_WAIVER,
        environment,
        waiver.item(),
        waiver.reason(),
        waiver.approver(),
        waiver.until(),
        waiver.by(),
        waiver.login(),
        waiver.at());
  }

  private static void put(Connection connection, String environment, Signature signature)
      throws SQLException {
    Sql.update(
        connection,
        PUT_SIGNATURE,
        environment,
        signature.item(),
        signature.role(),
        signature.by(),
        signature.login(),
        signature.at(),
        signature.deployment().id(),
        signature.deployment().version(),
        FindingRows.json(signature.results()),
        signature.hash(),
        signature.note());
  }

  static Map<String, Tick> ticks(Connection connection, String environment) throws SQLException {
    return each(
        connection,
        TICKS,
        environment,
        row -> {
          String file = row.getString(8);
          return new Tick(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              at(row, 4),
              deployment(row, 5),
              row.getString(7),
              file == null ? null : new Attachment(file, row.getString(9), row.getLong(10)));
        });
  }

  static Map<String, Waiver> waivers(Connection connection, String environment)
      throws SQLException {
    return each(
        connection,
        WAIVERS,
        environment,
        row ->
            new Waiver(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, LocalDate.class),
                row.getString(5),
                row.getString(6),
                at(row, 7)));
  }

  static Map<String, Signature> signatures(Connection connection, String environment)
      throws SQLException {
    return each(
        connection,
        SIGNATURES,
        environment,
        row ->
            new Signature(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                at(row, 5),
                new Deployment(row.getString(6), row.getString(7)),
                results(row.getString(8)),
                row.getString(9),
                row.getString(10)));
  }

  static Map<String, Long> versions(Connection connection, String environment) throws SQLException {
    return each(
        connection,
        "select item, version from item_version where environment = ?",
        environment,
        row -> row.getLong(2));
  }

  /** Reads a row. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> Map<String, T> each(
      Connection connection, String sql, String environment, Reader<T> reader) throws SQLException {
    Map<String, T> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, environment);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(row.getString(1), reader.read(row));
        }
      }
    }
    return found;
  }

  private static @Nullable Deployment deployment(ResultSet row, int column) throws SQLException {
    String id = row.getString(column);
    return id == null ? null : new Deployment(id, row.getString(column + 1));
  }

  /** What cannot be read matches no hash, and so voids the signature visibly. */
  private static Map<String, String> results(String json) {
    try {
      return FindingRows.JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  private static Instant at(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
