package tech.atoms.opsdesk.database;

import org.jspecify.annotations.Nullable;

/**
 * Connections of the whole server, from {@code pg_stat_activity} and {@code pg_locks}.
 *
 * @param inUse client connections, the desk's own among them
 * @param active running a statement, desks' own sessions excepted; null: no rights to see the state
 *     of other roles' sessions
 * @param idleInTransaction hold a transaction and do nothing, desks' own excepted; null: no rights
 * @param lockWaiting wait for a lock, desks' own excepted
 * @param max {@code max_connections}
 * @param reserved kept by the server for superusers and reserved roles
 * @param available left for ordinary roles; never negative
 */
public record ConnectionFigures(
    int inUse,
    @Nullable Integer active,
    @Nullable Integer idleInTransaction,
    int lockWaiting,
    int max,
    int reserved,
    int available) {

  /** What ordinary roles can have together. */
  public int usable() {
    return Math.max(0, max - reserved);
  }
}
