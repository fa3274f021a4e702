/** Tests. */
@NullMarked
package tech.atoms.opsdesk.server;

import org.jspecify.annotations.NullMarked;
