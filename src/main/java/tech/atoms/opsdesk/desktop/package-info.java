/** The window. */
@NullMarked
package tech.atoms.opsdesk.desktop;

import org.jspecify.annotations.NullMarked;
