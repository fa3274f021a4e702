/** The window around the screens: frame, header, navigation, footer, palette. */
@NullMarked
package tech.atoms.opsdesk.desktop.shell;

import org.jspecify.annotations.NullMarked;
