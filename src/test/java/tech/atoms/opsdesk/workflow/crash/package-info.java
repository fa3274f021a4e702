/** Every workflow killed at every step, and resumed. */
@NullMarked
package tech.atoms.opsdesk.workflow.crash;

import org.jspecify.annotations.NullMarked;
