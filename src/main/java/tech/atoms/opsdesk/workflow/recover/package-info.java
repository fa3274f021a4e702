/** Recovery from a disaster, when the database or more is gone. */
@NullMarked
package tech.atoms.opsdesk.workflow.recover;

import org.jspecify.annotations.NullMarked;
