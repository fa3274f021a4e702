/** Checks of the server's health: section 6 of the specification, and what it is after a deploy. */
@NullMarked
package tech.atoms.opsdesk.check.health;

import org.jspecify.annotations.NullMarked;
