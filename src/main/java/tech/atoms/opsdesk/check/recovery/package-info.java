/** Checks of backups, and of what was done to be able to recover. */
@NullMarked
package tech.atoms.opsdesk.check.recovery;

import org.jspecify.annotations.NullMarked;
