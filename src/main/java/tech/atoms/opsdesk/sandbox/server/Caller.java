package tech.atoms.opsdesk.sandbox.server;

import java.util.UUID;

/**
 * Who calls.
 *
 * @param user id in {@code atoms_users}
 * @param session id in {@code atoms_sessions}
 */
record Caller(UUID user, UUID session) {}
