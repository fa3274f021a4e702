/** Every check there is, built for one environment. */
@NullMarked
package tech.atoms.opsdesk.check.catalogue;

import org.jspecify.annotations.NullMarked;
