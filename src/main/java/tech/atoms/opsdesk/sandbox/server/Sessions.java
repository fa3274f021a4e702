package tech.atoms.opsdesk.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Sha256;

/**
 * Sessions in {@code atoms_sessions}, one for each token. The first request of a token opens its
 * session; where the user then has more than allowed, the user's oldest sessions end. A session
 * whose row is gone or expired has ended, and its token is refused from then on, within {@link
 * #CHECKED_EVERY}. Which tokens have had a session is remembered in the database beside the
 * specification's tables, so a revoked token stays revoked when the server starts again. Safe on
 * any thread.
 */
final class Sessions {
  static final Duration CHECKED_EVERY = Duration.ofSeconds(1);
  static final Duration TOUCHED_EVERY = Duration.ofSeconds(10);

  private final Database database;
  private final InstantSource clock;
  private final Duration ttl;
  private final int perUser;
  private final BooleanSupplier unlimited;
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  /** Spares the database questions about tokens whose session has ended; when to forget them. */
  private final Map<String, Instant> ended = new ConcurrentHashMap<>();

  /**
   * Sessions of a database.
   *
   * @param ttl how long a session lasts
   * @param perUser live sessions that one user may have
   * @param unlimited while true, the limit is not kept (a fault)
   */
  Sessions(
      Database database,
      InstantSource clock,
      Duration ttl,
      int perUser,
      BooleanSupplier unlimited) {
    this.database = database;
    this.clock = clock;
    this.ttl = ttl;
    this.perUser = perUser;
    this.unlimited = unlimited;
  }

  /** What this process knows of an open session. */
  private static final class Open {
    final Caller caller;
    final Instant expires;
    final Instant tokenExpires;
    volatile Instant checked;
    volatile Instant touched;
    volatile String client;

    Open(Caller caller, Instant expires, Instant tokenExpires, Instant now, String client) {
      this.caller = caller;
      this.expires = expires;
      this.tokenExpires = tokenExpires;
      this.checked = now;
      this.touched = now;
      this.client = client;
    }
  }

  /**
   * Finds or opens the session of a good token.
   *
   * @param client name for the metadata of a new session
   * @param ip address for the metadata of a new session
   * @return who calls; empty where the token's session has ended
   */
  Optional<Caller> admit(String token, TokenCheck.Identity identity, String client, String ip) {
    String hash = hash(token);
    if (ended.containsKey(hash)) {
      return Optional.empty();
    }
    Open known = open.get(hash);
    if (known != null && !stillOpen(known)) {
      // Over; or of a database that was put back to before it, which has never seen the token.
      open.remove(hash);
      known = null;
    }
    if (known == null) {
      Open opened =
          database.transaction(c -> findOrInsert(c, hash, identity, metadata(client, ip), client));
      if (opened == null) {
        end(hash, identity.expires());
        return Optional.empty();
      }
      open.put(hash, opened);
      return Optional.of(opened.caller);
    }
    return Optional.of(known.caller);
  }

  /** Notes the name that the client of a session gave of itself, once. */
  void describe(String token, String client) {
    Open known = open.get(hash(token));
    if (known == null || known.client.equals(client)) {
      return;
    }
    known.client = client;
    database.call(
        c -> {
          try (PreparedStatement s =
              c.prepareStatement(
                  "UPDATE atoms_sessions SET metadata = metadata || jsonb_build_object('client',"
                      + " ?::text) WHERE id = ?")) {
            s.setString(1, client);
            s.setObject(2, known.caller.session());
            return s.executeUpdate();
          }
        });
  }

  /** Deletes expired sessions and forgets tokens that have expired themselves. */
  int cleanup() {
    Instant now = clock.instant();
    ended.values().removeIf(now::isAfter);
    open.forEach(
        (hash, session) -> {
          if (!now.isBefore(session.expires)) {
            open.remove(hash);
            end(hash, session.tokenExpires);
          }
        });
    return database.call(
        c -> {
          Rows.update(c, "DELETE FROM sandbox.seen_tokens WHERE forget_at <= ?", now);
          return Rows.update(c, "DELETE FROM atoms_sessions WHERE expires_at <= ?", now);
        });
  }

  private void end(String hash, Instant tokenExpires) {
    ended.put(hash, forgotten(tokenExpires));
  }

  /** From when on the token is refused for its age alone. */
  private static Instant forgotten(Instant tokenExpires) {
    return tokenExpires.plus(TokenCheck.MAX_AGE);
  }

  private boolean stillOpen(Open session) {
    Instant now = clock.instant();
    if (!now.isBefore(session.expires)) {
      return false;
    }
    if (now.isBefore(session.checked.plus(CHECKED_EVERY))) {
      return true;
    }
    boolean touch = !now.isBefore(session.touched.plus(TOUCHED_EVERY));
    session.checked = now;
    if (touch) {
      session.touched = now;
    }
    return database.call(c -> touch ? touch(c, session, now) : exists(c, session, now));
  }

  private static boolean exists(Connection c, Open session, Instant now) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("SELECT 1 FROM atoms_sessions WHERE id = ? AND expires_at > ?")) {
      s.setObject(1, session.caller.session());
      s.setObject(2, utc(now));
      try (ResultSet rows = s.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static boolean touch(Connection c, Open session, Instant now) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "UPDATE atoms_sessions SET last_activity = ? WHERE id = ? AND expires_at > ?")) {
      s.setObject(1, utc(now));
      s.setObject(2, session.caller.session());
      s.setObject(3, utc(now));
      return s.executeUpdate() == 1;
    }
  }

  /** Null where the token has a session that is over. */
  private @Nullable Open findOrInsert(
      Connection c, String hash, TokenCheck.Identity identity, String metadata, String client)
      throws SQLException {
    Instant now = clock.instant();
    UUID user = Users.lock(c, identity, now);
    try (PreparedStatement s =
        c.prepareStatement("SELECT id, expires_at FROM atoms_sessions WHERE token_hash = ?")) {
      s.setString(1, hash);
      try (ResultSet rows = s.executeQuery()) {
        if (rows.next()) {
          Instant expires = rows.getObject(2, OffsetDateTime.class).toInstant();
          Caller caller = new Caller(user, rows.getObject(1, UUID.class));
          return now.isBefore(expires)
              ? new Open(caller, expires, identity.expires(), now, client)
              : null;
        }
      }
    }
    boolean first =
        Rows.update(
                c,
                "INSERT INTO sandbox.seen_tokens (token_hash, forget_at) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING",
                hash,
                forgotten(identity.expires()))
            == 1;
    if (!first) {
      return null;
    }
    if (!unlimited.getAsBoolean()) {
      endOldest(c, user, now);
    }
    Caller caller = new Caller(user, UUID.randomUUID());
    Instant expires = now.plus(ttl);
    insert(c, caller.session(), user, hash, now, expires, metadata);
    return new Open(caller, expires, identity.expires(), now, client);
  }

  private void endOldest(Connection c, UUID user, Instant now) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            """
            DELETE FROM atoms_sessions WHERE id IN (
              SELECT id FROM atoms_sessions WHERE user_id = ? AND expires_at > ?
              ORDER BY created_at DESC, id OFFSET ?)
            """)) {
      s.setObject(1, user);
      s.setObject(2, utc(now));
      s.setInt(3, Math.max(0, perUser - 1));
      s.executeUpdate();
    }
  }

  static void insert(
      Connection c, UUID id, UUID user, String hash, Instant now, Instant expires, String metadata)
      throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO atoms_sessions (id, user_id, token_hash, expires_at, created_at,"
                + " last_activity, metadata) VALUES (?, ?, ?, ?, ?, ?, ?::jsonb)")) {
      s.setObject(1, id);
      s.setObject(2, user);
      s.setString(3, hash);
      s.setObject(4, utc(expires));
      s.setObject(5, utc(now));
      s.setObject(6, utc(now));
      s.setString(7, metadata);
      s.executeUpdate();
    }
  }

  static String metadata(String client, String ip) {
    try {
      return Replies.JSON.writeValueAsString(Map.of("client", client, "ip", ip));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** The {@code token_hash} of a token: SHA-256 in hex. */
  static String hash(String token) {
    return Sha256.hex(token);
  }
}
