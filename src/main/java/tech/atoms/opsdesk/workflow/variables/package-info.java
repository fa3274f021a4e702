/** Compares the environment variables of a project with what is required, and sets missing ones. */
@NullMarked
package tech.atoms.opsdesk.workflow.variables;

import org.jspecify.annotations.NullMarked;
