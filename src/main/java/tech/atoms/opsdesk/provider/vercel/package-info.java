/** Vercel's REST API: reads it, and lets workflows change what it keeps. */
@NullMarked
package tech.atoms.opsdesk.provider.vercel;

import org.jspecify.annotations.NullMarked;
