/** Vercel's REST API, read only. */
@NullMarked
package tech.atoms.opsdesk.provider.vercel;

import org.jspecify.annotations.NullMarked;
