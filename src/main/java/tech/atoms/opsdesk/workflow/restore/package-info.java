/** Restoring a backup into the live database, as a workflow. */
@NullMarked
package tech.atoms.opsdesk.workflow.restore;

import org.jspecify.annotations.NullMarked;
