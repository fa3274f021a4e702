package tech.atoms.opsdesk.database;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some application sessions, in order.
 *
 * @param at by the database's clock
 * @param sessions at most as many as asked for
 * @param next cursor for the following page; null: this was the last
 */
public record AppSessionPage(Instant at, List<AppSession> sessions, @Nullable String next) {

  /** Copies the list. */
  public AppSessionPage {
    sessions = List.copyOf(sessions);
  }
}
