package tech.atoms.opsdesk.sandbox.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Makes the rows up: the same for the same seed, size and instant. */
final class Rows {
  private final long seed;

  Rows(long seed) {
    this.seed = seed;
  }

  /** Fills the empty tables; as superuser. Scale 20 takes about 10 s on one core. */
  void fill(Connection connection, Size size, Instant now) throws SQLException {
    Script.named("rows.sql")
        .with(
            Map.of(
                "seed", seed,
                "now", now,
                "users", size.users(),
                "workspaces", size.workspaces(),
                "entities", size.entities(),
                "relationships", size.relationships()))
        .run(connection);
    Script.named("sessions.sql")
        .with(Map.of("seed", seed, "now", now, "first", 0, "end", size.sessions()))
        .run(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute("analyze");
    }
  }

  /**
   * Takes up again where the sandbox was left, however long ago: sessions that ended while it was
   * switched off are moved on by the time it was.
   *
   * @return how many were
   */
  static long wake(Connection connection, Instant now) throws SQLException {
    return update(
        connection,
        """
        update public.atoms_sessions s
           set created_at = s.created_at + away.time, last_activity = s.last_activity + away.time,
               expires_at = s.expires_at + away.time
          from (select n.now, n.now - max(last_activity) as time
                  from public.atoms_sessions, (select ?::timestamptz as now) n group by n.now) away
         where s.expires_at <= away.now and s.expires_at + away.time > away.now
        """,
        now);
  }

  /** Sessions that end within the next minute begin anew. */
  static int renew(Connection connection, Instant now) throws SQLException {
    return update(
        connection,
        """
        update public.atoms_sessions s
           set created_at = n.now, last_activity = n.now, expires_at = n.now + interval '24 hours'
          from (select ?::timestamptz as now) n
         where s.expires_at > n.now and s.expires_at <= n.now + interval '1 minute'
        """,
        now);
  }

  private static int update(Connection connection, String sql, Instant now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, now.atOffset(ZoneOffset.UTC));
      return statement.executeUpdate();
    }
  }
}
