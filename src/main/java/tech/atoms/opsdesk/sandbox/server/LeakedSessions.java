package tech.atoms.opsdesk.sandbox.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The fault {@code sessions-leaked}: sessions of one user that no limit held back. They are known
 * by their token hashes, so a later process can remove them too.
 */
final class LeakedSessions implements ServerFaults.Effect {
  private static final int MOST = 1000;
  private final Database database;
  private final InstantSource clock;
  private final Duration ttl;

  LeakedSessions(Database database, InstantSource clock, Duration ttl) {
    this.database = database;
    this.clock = clock;
    this.ttl = ttl;
  }

  @Override
  public void apply(OptionalDouble value) {
    int wanted = value.isPresent() ? Math.min(MOST, (int) value.getAsDouble()) : 0;
    database.transaction(
        c -> {
          Object[] hashes = IntStream.range(0, MOST).mapToObj(LeakedSessions::hash).toArray();
          int removed =
              Rows.update(
                  c,
                  "DELETE FROM atoms_sessions WHERE token_hash = ANY (?)",
                  c.createArrayOf("text", hashes));
          insert(c, wanted);
          return removed;
        });
  }

  private void insert(Connection c, int wanted) throws SQLException {
    if (wanted == 0) {
      return;
    }
    Instant now = clock.instant();
    UUID user = busiestUser(c, now);
    for (int i = 0; i < wanted; i++) {
      String metadata = Sessions.metadata("atoms-web/2.3.1", "203.0.113." + (i % 250 + 1));
      Sessions.insert(c, UUID.randomUUID(), user, hash(i), now, now.plus(ttl), metadata);
    }
  }

  /** The user with most live sessions, or a new one where there is no user. */
  private static UUID busiestUser(Connection c, Instant now) throws SQLException {
    var users =
        Rows.query(
            c,
            "SELECT u.id FROM atoms_users u LEFT JOIN atoms_sessions s"
                + " ON s.user_id = u.id AND s.expires_at > ?"
                + " GROUP BY u.id, u.created_at ORDER BY count(s.id) DESC, u.created_at LIMIT 1",
            now);
    if (!users.isEmpty()) {
      return UUID.fromString(String.valueOf(users.getFirst().get("id")));
    }
    var identity = new TokenCheck.Identity("leaky", "leaky@example.com", now);
    return Users.lock(c, identity, now);
  }

  private static String hash(int number) {
    return Sessions.hash("sessions-leaked " + number);
  }
}
