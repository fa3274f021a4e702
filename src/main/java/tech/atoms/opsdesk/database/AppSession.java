package tech.atoms.opsdesk.database;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code atoms_sessions} with its user. Never holds the token's hash.
 *
 * @param id the session
 * @param userId its user; null: an orphan
 * @param email the user's address; empty where there is no such user
 * @param client what signed in, from {@code metadata}; empty where not told
 * @param address where it came from, from {@code metadata}; empty where not told
 * @param createdAt null where not recorded
 * @param lastActivity null where not recorded
 * @param expiresAt by the database's clock
 * @param expired already at the instant of reading
 * @param ofUser live sessions of this user, counted up to {@link #MOST_COUNTED}; 0 for an orphan
 */
public record AppSession(
    UUID id,
    @Nullable UUID userId,
    String email,
    String client,
    String address,
    @Nullable Instant createdAt,
    @Nullable Instant lastActivity,
    Instant expiresAt,
    boolean expired,
    int ofUser) {

  /** A user's sessions are counted up to here. */
  public static final int MOST_COUNTED = 200;

  /** Without a user, or with one that does not exist. */
  public boolean orphan() {
    return email.isEmpty();
  }
}
