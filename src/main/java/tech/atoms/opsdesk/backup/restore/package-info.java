/** Restoring a backup into the live database: in one transaction, or not at all. */
@NullMarked
package tech.atoms.opsdesk.backup.restore;

import org.jspecify.annotations.NullMarked;
