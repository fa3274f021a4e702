/** The Audit log on a real store. */
@NullMarked
package tech.atoms.opsdesk.desktop.audit;

import org.jspecify.annotations.NullMarked;
