/** Tests of the sandbox's server over real HTTP and a real PostgreSQL. */
@NullMarked
package tech.atoms.opsdesk.sandbox.server;

import org.jspecify.annotations.NullMarked;
