package tech.atoms.opsdesk.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Application sessions ({@code atoms_sessions}) in one look: the result of one scan, kept for a
 * while because the scan costs more the more rows there are.
 *
 * @param at when it was counted
 * @param cost how long the scan took
 * @param total rows
 * @param live not expired
 * @param users with at least one live session
 * @param most live sessions of one user
 * @param limit allowed per user
 * @param expiredNotCleaned expired but still in the table
 * @param idle live, but without activity for more than an hour
 * @param orphans without a user, or with one that does not exist
 * @param usersOverLimit with more live sessions than allowed
 * @param sessionsNearLimit live sessions of the users who have at least {@link #nearLimit} of them
 * @param top users with most live sessions, most first, at most {@link #TOP}
 */
public record AppSessionCounts(
    Instant at,
    Duration cost,
    long total,
    long live,
    long users,
    long most,
    int limit,
    long expiredNotCleaned,
    long idle,
    long orphans,
    long usersOverLimit,
    long sessionsNearLimit,
    List<UserSessions> top) {

  /** How many users {@link #top} names at most. */
  public static final int TOP = 50;

  /** Copies the list. */
  public AppSessionCounts {
    top = List.copyOf(top);
  }

  /** For how long these counts are given before they are counted anew. */
  public Duration keptFor() {
    return keptFor(cost);
  }

  /** For how long counts that took so long are given before they are counted anew. */
  public static Duration keptFor(Duration cost) {
    return KeptScan.keepFor(cost);
  }

  /**
   * From how many live sessions on a user counts as near a limit: four fifths of it, at least 1.
   */
  public static int nearLimit(int limit) {
    return Math.max(1, (limit * 4 + 4) / 5);
  }
}
