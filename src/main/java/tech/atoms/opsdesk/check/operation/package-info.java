/** Checks of a server in operation: the specification's verification after a deployment. */
@NullMarked
package tech.atoms.opsdesk.check.operation;

import org.jspecify.annotations.NullMarked;
