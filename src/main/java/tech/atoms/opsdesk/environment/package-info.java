/** Profiles: environments, policy, contacts, and secrets by reference. */
@NullMarked
package tech.atoms.opsdesk.environment;

import org.jspecify.annotations.NullMarked;
