package tech.atoms.opsdesk.database;

import java.util.UUID;

/**
 * How many application sessions one user has.
 *
 * @param userId the user
 * @param email address; empty where the user is no longer in {@code atoms_users}
 * @param live sessions that are not expired
 */
public record UserSessions(UUID userId, String email, int live) {}
