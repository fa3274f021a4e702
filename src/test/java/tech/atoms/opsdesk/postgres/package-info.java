/** Tests of the embedded PostgreSQL, and the shared instance for everybody's tests. */
@NullMarked
package tech.atoms.opsdesk.postgres;

import org.jspecify.annotations.NullMarked;
