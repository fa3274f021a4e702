package tech.atoms.opsdesk.desktop.sessions;

import tech.atoms.opsdesk.database.DatabaseSession;

/**
 * A line of the list of database sessions.
 *
 * @param session the session
 * @param depth below how many blockers it stands; 0 in the flat list
 * @param victims sessions that wait for it
 */
record DatabaseRow(DatabaseSession session, int depth, int victims) {}
