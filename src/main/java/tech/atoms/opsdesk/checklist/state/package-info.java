/** How each item stands, worked out from what is known: pure functions over immutable values. */
@NullMarked
package tech.atoms.opsdesk.checklist.state;

import org.jspecify.annotations.NullMarked;
