/**
 * Where several subjects' checks read: the checkout and its git, the platform, programs of this
 * machine.
 */
@NullMarked
package tech.atoms.opsdesk.check.source;

import org.jspecify.annotations.NullMarked;
