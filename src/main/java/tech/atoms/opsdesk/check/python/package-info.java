/**
 * What Python projects are described with: versions, requirements, locks. Pure: text in, records
 * out.
 */
@NullMarked
package tech.atoms.opsdesk.check.python;

import org.jspecify.annotations.NullMarked;
