/** Keeps a server warm by a request now and then, and counts what that does to its cold starts. */
@NullMarked
package tech.atoms.opsdesk.workflow.warm;

import org.jspecify.annotations.NullMarked;
