/** The Sessions screen: application sessions and database sessions. */
@NullMarked
package tech.atoms.opsdesk.desktop.sessions;

import org.jspecify.annotations.NullMarked;
