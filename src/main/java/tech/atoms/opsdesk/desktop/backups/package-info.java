/** The Backups screen: what was backed up, what of it was proven, and what can be restored. */
@NullMarked
package tech.atoms.opsdesk.desktop.backups;

import org.jspecify.annotations.NullMarked;
