package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import tech.atoms.opsdesk.database.AppSessionCounts;

/**
 * Application sessions in one look.
 *
 * @param at when they were counted
 * @param cost how long counting took
 * @param live not expired
 * @param users with at least one live session
 * @param most live sessions of one user
 * @param limit allowed per user (MAX_SESSIONS_PER_USER)
 * @param expiredNotCleaned expired but still in the table
 * @param usersOverLimit with more live sessions than allowed
 */
public record SessionCounts(
    Instant at,
    Duration cost,
    long live,
    long users,
    long most,
    int limit,
    long expiredNotCleaned,
    long usersOverLimit) {

  /** For how long counts as dear as these are given before they are counted anew. */
  public Duration keptFor() {
    return AppSessionCounts.keptFor(cost);
  }
}
