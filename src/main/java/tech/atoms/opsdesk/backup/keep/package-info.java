/** How long backups are kept: what goes, what stays and why, worked out from what is known. */
@NullMarked
package tech.atoms.opsdesk.backup.keep;

import org.jspecify.annotations.NullMarked;
