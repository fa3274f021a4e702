package tech.atoms.opsdesk.desktop.sessions;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSession;

/**
 * A line of the list of application sessions.
 *
 * @param session null while it is being read
 */
record AppRow(@Nullable AppSession session) {
  static final AppRow LOADING = new AppRow(null);
}
