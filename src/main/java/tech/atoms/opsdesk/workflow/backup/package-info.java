/** Backups as workflows: taken, and proven by a restore. */
@NullMarked
package tech.atoms.opsdesk.workflow.backup;

import org.jspecify.annotations.NullMarked;
