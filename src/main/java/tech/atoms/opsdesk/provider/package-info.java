/** Hosting platform and vendors. */
@NullMarked
package tech.atoms.opsdesk.provider;

import org.jspecify.annotations.NullMarked;
