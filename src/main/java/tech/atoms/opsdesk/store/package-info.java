/** The desk's own PostgreSQL: where it runs, its migrations, its connections. */
@NullMarked
package tech.atoms.opsdesk.store;

import org.jspecify.annotations.NullMarked;
