/** Checks of the backups that there are. */
@NullMarked
package tech.atoms.opsdesk.check.backup;

import org.jspecify.annotations.NullMarked;
