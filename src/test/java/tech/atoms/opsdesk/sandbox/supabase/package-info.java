/** The sandbox's Supabase: the Management API of one project, with recovery to a point in time. */
@NullMarked
package tech.atoms.opsdesk.sandbox.supabase;

import org.jspecify.annotations.NullMarked;
