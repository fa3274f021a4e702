/** The bridge between background work and the JavaFX thread. */
@NullMarked
package tech.atoms.opsdesk.desktop.task;

import org.jspecify.annotations.NullMarked;
