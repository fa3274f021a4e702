/** The first start: open the sandbox, or connect a server. */
@NullMarked
package tech.atoms.opsdesk.desktop.firstrun;

import org.jspecify.annotations.NullMarked;
