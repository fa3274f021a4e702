/** What changes the world: plans, steps, the journal, the lock, and the engine that runs them. */
@NullMarked
package tech.atoms.opsdesk.workflow;

import org.jspecify.annotations.NullMarked;
