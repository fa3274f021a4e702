/** Backups of the monitored database: what they are, whether they are whole, and where they lie. */
@NullMarked
package tech.atoms.opsdesk.backup;

import org.jspecify.annotations.NullMarked;
