package tech.atoms.opsdesk.sandbox.server;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Rows of {@code atoms_users}. */
final class Users {
  private Users() {}

  /**
   * Finds the user of a token, or creates one on first sight, and locks the row until the end of
   * the transaction.
   */
  static UUID lock(Connection c, TokenCheck.Identity identity, Instant now) throws SQLException {
    UUID id = id(identity.subject());
    String email = identity.email().isBlank() ? id + "@users.invalid" : identity.email();
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO atoms_users (id, email, created_at, updated_at) SELECT ?, ?, ?, ?"
                + " WHERE NOT EXISTS (SELECT 1 FROM atoms_users WHERE id = ? OR email = ?)"
                + " ON CONFLICT DO NOTHING")) {
      s.setObject(1, id);
      s.setString(2, email);
      s.setObject(3, Sessions.utc(now));
      s.setObject(4, Sessions.utc(now));
      s.setObject(5, id);
      s.setString(6, email);
      s.executeUpdate();
    }
    try (PreparedStatement s =
        c.prepareStatement(
            "SELECT id FROM atoms_users WHERE id = ? OR email = ? ORDER BY id = ? DESC LIMIT 1"
                + " FOR NO KEY UPDATE")) {
      s.setObject(1, id);
      s.setString(2, email);
      s.setObject(3, id);
      try (ResultSet rows = s.executeQuery()) {
        rows.next();
        return rows.getObject(1, UUID.class);
      }
    }
  }

  private static UUID id(String subject) {
    try {
      return UUID.fromString(subject);
    } catch (IllegalArgumentException e) {
      return UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8));
    }
  }
}
