/** Tests of profiles and secrets. */
@NullMarked
package tech.atoms.opsdesk.environment;

import org.jspecify.annotations.NullMarked;
