/** What must hold on every screen alike. */
@NullMarked
package tech.atoms.opsdesk.desktop.sweep;

import org.jspecify.annotations.NullMarked;
