/** Pictures of the screens, without a display. */
@NullMarked
package tech.atoms.opsdesk.desktop.screenshot;

import org.jspecify.annotations.NullMarked;
