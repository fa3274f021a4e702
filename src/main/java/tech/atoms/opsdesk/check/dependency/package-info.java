/** Checks of the server's packages and of the tools around it: section 2 of the specification. */
@NullMarked
package tech.atoms.opsdesk.check.dependency;

import org.jspecify.annotations.NullMarked;
