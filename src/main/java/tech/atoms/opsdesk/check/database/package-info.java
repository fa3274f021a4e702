/** Checks of the monitored database: section 3 of the specification, and row-level security. */
@NullMarked
package tech.atoms.opsdesk.check.database;

import org.jspecify.annotations.NullMarked;
