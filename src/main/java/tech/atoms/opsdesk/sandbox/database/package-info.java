/** The sandbox's PostgreSQL: the specification's schema, Supabase-like roles, made-up rows. */
@NullMarked
package tech.atoms.opsdesk.sandbox.database;

import org.jspecify.annotations.NullMarked;
