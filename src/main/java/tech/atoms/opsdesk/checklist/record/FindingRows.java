package tech.atoms.opsdesk.checklist.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.store.Sql;

/** The statements of findings. */
final class FindingRows {
  private static final Logger log = LoggerFactory.getLogger(FindingRows.class);
  static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Changes of outcome kept of a check, and deployments kept of it. */
  static final int HISTORY = 50;

  static final int DEPLOYMENTS = 5;

  /**
   * Both parts see the row as it was before; an older finding of a slower desk changes nothing, one
   * of a time that is yet to come gives way to any.
   */
  private static final String PUT =
      """
      with new (environment, check_id, deployment, at, outcome, body, found) as
        (values (?, ?, ?, ?::timestamptz, ?, ?, ?)),
      put as (
        insert into finding (environment, check_id, deployment, at, outcome, body)
        select environment, check_id, deployment, at, outcome, body from new
        on conflict (environment, check_id, deployment) do update
          set at = excluded.at, outcome = excluded.outcome, body = excluded.body
          where finding.at <= excluded.at or finding.at > ?::timestamptz
        returning check_id)
      insert into finding_history (environment, check_id, deployment, at, outcome, found)
      select n.environment, n.check_id, n.deployment, n.at, n.outcome, n.found from new n
      where exists (select from put) and not exists (
        select from finding f
        where f.environment = n.environment and f.check_id = n.check_id
          and f.deployment = n.deployment and f.outcome = n.outcome)
      """;

  private static final String PRUNE_HISTORY =
      """
      delete from finding_history h where environment = ? and check_id = ? and id <= (
        select id from finding_history where environment = h.environment and check_id = h.check_id
        order by id desc offset %d limit 1)
      """
          .formatted(HISTORY);

  private static final String PRUNE_DEPLOYMENTS =
      """
      delete from finding f where environment = ? and check_id = ? and at <= (
        select at from finding where environment = f.environment and check_id = f.check_id
        order by at desc offset %d limit 1)
      """
          .formatted(DEPLOYMENTS);

  /**
   * One writer of an environment at a time: two runs with the same checks would wait in a circle.
   */
  private static final String ALONE = "select pg_advisory_xact_lock(1718185572, hashtext(?))";

  private FindingRows() {}

  static void put(Connection connection, String environment, List<Recorded> findings, Instant now)
      throws SQLException {
    Instant yetToCome = Recorded.latest(now);
    try (PreparedStatement lock = connection.prepareStatement(ALONE)) {
      lock.setString(1, environment);
      lock.execute();
    }
    for (Recorded one : findings) {
      Finding finding = one.finding();
      String deployment = one.deployment() == null ? "" : one.deployment();
      int changed =
          Sql.update(
              connection,
              PUT,
              environment,
              finding.check(),
              deployment,
              finding.at(),
              finding.outcome().word(),
              json(finding),
              finding.found().replace('\0', ' '),
              yetToCome);
      if (changed > 0) {
        Sql.update(connection, PRUNE_HISTORY, environment, finding.check());
        Sql.update(connection, PRUNE_DEPLOYMENTS, environment, finding.check());
      }
    }
  }

  static List<Recorded> all(Connection connection, String environment) throws SQLException {
    List<Recorded> findings = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select deployment, body, check_id from finding where environment = ?")) {
      select.setString(1, environment);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String deployment = row.getString(1);
          try {
            findings.add(
                new Recorded(
                    JSON.readValue(row.getString(2), Finding.class),
                    deployment.isEmpty() ? null : deployment));
          } catch (JsonProcessingException e) {
            log.warn("The finding of {} in the store cannot be read", row.getString(3), e);
          }
        }
      }
    }
    return findings;
  }

  static String json(Object value) {
    try {
      // PostgreSQL's text cannot hold the character of code 0, however JSON escapes it.
      return JSON.writeValueAsString(value).replace("\\u0000", " ");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
