/** Ends sessions: the application's, and those of the database server. */
@NullMarked
package tech.atoms.opsdesk.workflow.sessions;

import org.jspecify.annotations.NullMarked;
