/** The sources of the sandbox's server: a checked-out repository with releases and remotes. */
@NullMarked
package tech.atoms.opsdesk.sandbox.checkout;

import org.jspecify.annotations.NullMarked;
