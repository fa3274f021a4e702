/** Tests. */
@NullMarked
package tech.atoms.opsdesk.monitor;

import org.jspecify.annotations.NullMarked;
