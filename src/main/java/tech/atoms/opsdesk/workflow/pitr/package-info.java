/** Recovery of the database to a point in time by its own platform, as workflows. */
@NullMarked
package tech.atoms.opsdesk.workflow.pitr;

import org.jspecify.annotations.NullMarked;
