/** Where backups lie: their files, sealed and found again. */
@NullMarked
package tech.atoms.opsdesk.backup.store;

import org.jspecify.annotations.NullMarked;
