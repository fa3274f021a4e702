/** The Backups screen in a window without a display. */
@NullMarked
package tech.atoms.opsdesk.desktop.backups;

import org.jspecify.annotations.NullMarked;
