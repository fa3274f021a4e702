/** Synthetic users that sign in and call tools. */
@NullMarked
package tech.atoms.opsdesk.sandbox.traffic;

import org.jspecify.annotations.NullMarked;
