/** Checks of how a server protects itself: section 8 of the specification. */
@NullMarked
package tech.atoms.opsdesk.check.security;

import org.jspecify.annotations.NullMarked;
