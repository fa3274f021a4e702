package tech.atoms.opsdesk.database;

import java.time.Instant;
import java.util.List;

/**
 * Sessions of the server and its figures, read in one transaction.
 *
 * @param at by the database's clock
 * @param figures over all sessions
 * @param sessions waiting ones first, then oldest transaction first; at most {@link #MOST}
 * @param blocking who waits for whom among {@code sessions}
 */
public record DatabaseActivity(
    Instant at, ConnectionFigures figures, List<DatabaseSession> sessions, BlockingTree blocking) {

  /** So many sessions are listed; {@link ConnectionFigures#inUse} counts all. */
  public static final int MOST = 500;

  /** Copies the list. */
  public DatabaseActivity {
    sessions = List.copyOf(sessions);
  }

  /** Whether what other roles do is hidden from the desk's role. */
  public boolean hidden() {
    return sessions.stream().anyMatch(DatabaseSession::hidden);
  }
}
