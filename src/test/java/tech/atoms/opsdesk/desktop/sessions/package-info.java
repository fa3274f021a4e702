@NullMarked
package tech.atoms.opsdesk.desktop.sessions;

import org.jspecify.annotations.NullMarked;
