/** Steps that move production's traffic, and look at the server afterwards. */
@NullMarked
package tech.atoms.opsdesk.workflow.traffic;

import org.jspecify.annotations.NullMarked;
