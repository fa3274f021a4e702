/** Tests of how backups are taken. */
@NullMarked
package tech.atoms.opsdesk.backup.dump;

import org.jspecify.annotations.NullMarked;
