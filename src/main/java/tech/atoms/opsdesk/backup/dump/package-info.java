/** Taking a backup: one snapshot, its dump and what is in it. */
@NullMarked
package tech.atoms.opsdesk.backup.dump;

import org.jspecify.annotations.NullMarked;
