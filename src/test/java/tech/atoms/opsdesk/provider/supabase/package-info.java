/** Supabase's Management API: the platform's own backups, and recovery to a point in time. */
@NullMarked
package tech.atoms.opsdesk.provider.supabase;

import org.jspecify.annotations.NullMarked;
