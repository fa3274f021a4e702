/** Tests. */
@NullMarked
package tech.atoms.opsdesk.metric;

import org.jspecify.annotations.NullMarked;
