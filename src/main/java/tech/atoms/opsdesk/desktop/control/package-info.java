/** Controls and wording that every screen shares. */
@NullMarked
package tech.atoms.opsdesk.desktop.control;

import org.jspecify.annotations.NullMarked;
