package tech.atoms.opsdesk.monitor;

/**
 * Application sessions in one look.
 *
 * @param live not expired
 * @param users with at least one live session
 * @param most live sessions of one user
 * @param limit allowed per user (MAX_SESSIONS_PER_USER)
 * @param expiredNotCleaned expired but still in the table
 * @param usersOverLimit with more live sessions than allowed
 */
public record SessionCounts(
    long live, long users, long most, int limit, long expiredNotCleaned, long usersOverLimit) {}
