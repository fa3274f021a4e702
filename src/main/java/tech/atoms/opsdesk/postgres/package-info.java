/** Embedded PostgreSQL: unpack, initialise, start, take over, stop. */
@NullMarked
package tech.atoms.opsdesk.postgres;

import org.jspecify.annotations.NullMarked;
