/** The composition root: builds everything once, by constructor. */
@NullMarked
package tech.atoms.opsdesk.app;

import org.jspecify.annotations.NullMarked;
