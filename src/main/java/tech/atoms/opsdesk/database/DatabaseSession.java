package tech.atoms.opsdesk.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client session of the database server, from {@code pg_stat_activity}.
 *
 * @param pid server process
 * @param user role; empty where the server does not tell
 * @param application {@code application_name}; empty where none was set
 * @param client address; empty for a local socket, or without rights
 * @param state e.g. "active", "idle in transaction"; null: no rights, or not tracked
 * @param waitEvent e.g. "Lock: transactionid"; empty where it waits for nothing
 * @param connectedAt by the database's clock; null: no rights
 * @param transactionAge since the open transaction began; null: none open, or no rights
 * @param queryBegan when the last statement began, by the database's clock; null: none yet, or no
 *     rights
 * @param queryAge since the last statement began; null: none yet, or no rights
 * @param stateAge since the state changed; null: no rights
 * @param blockedBy processes it waits for; 0 stands for a prepared transaction
 * @param waitsFor the lock it waits for, e.g. "row lock", "AccessExclusive on atoms_users"; empty
 *     where none
 * @param waitingSince when the waiting began; null where it does not wait, or unknown
 * @param query last statement, at most 4,000 characters; null: no rights to see it
 */
public record DatabaseSession(
    int pid,
    String user,
    String application,
    String client,
    @Nullable String state,
    String waitEvent,
    @Nullable Instant connectedAt,
    @Nullable Duration transactionAge,
    @Nullable Instant queryBegan,
    @Nullable Duration queryAge,
    @Nullable Duration stateAge,
    List<Integer> blockedBy,
    String waitsFor,
    @Nullable Instant waitingSince,
    @Nullable String query) {

  /** Copies the list. */
  public DatabaseSession {
    blockedBy = List.copyOf(blockedBy);
  }

  /** Waits for a lock that another session holds or asked for first. */
  public boolean blocked() {
    return !blockedBy.isEmpty();
  }

  /** Holds a transaction and does nothing. */
  public boolean idleInTransaction() {
    return state != null && state.startsWith("idle in transaction");
  }

  /** The role may not see what this session does. */
  public boolean hidden() {
    return query == null;
  }

  /** One of the desk's own. */
  public boolean ownedByDesk() {
    return application.equals(MonitoredDatabase.APPLICATION_NAME);
  }

  /**
   * How long it has been doing what it does: its transaction if one is left idle, its statement if
   * one runs, else its state. Null: no rights.
   */
  public @Nullable Duration duration() {
    if (idleInTransaction() && transactionAge != null) {
      return transactionAge;
    }
    return "active".equals(state) && queryAge != null ? queryAge : stateAge;
  }
}
