/** Checks of sign-in: section 4 of the specification, and its part of section 8. */
@NullMarked
package tech.atoms.opsdesk.check.auth;

import org.jspecify.annotations.NullMarked;
