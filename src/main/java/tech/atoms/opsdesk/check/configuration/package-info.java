/** Checks of the server's environment variables: section 1 of the specification. */
@NullMarked
package tech.atoms.opsdesk.check.configuration;

import org.jspecify.annotations.NullMarked;
