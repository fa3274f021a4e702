/** Restoring a backup into a server that is thrown away. */
@NullMarked
package tech.atoms.opsdesk.backup.verify;

import org.jspecify.annotations.NullMarked;
