/** Client of the monitored PostgreSQL: read-only, at most two connections. */
@NullMarked
package tech.atoms.opsdesk.database;

import org.jspecify.annotations.NullMarked;
