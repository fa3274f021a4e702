/** Tests. */
@NullMarked
package tech.atoms.opsdesk.http;

import org.jspecify.annotations.NullMarked;
