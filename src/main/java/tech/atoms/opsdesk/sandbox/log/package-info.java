/** What the sandbox's platform has seen of the server's requests. */
@NullMarked
package tech.atoms.opsdesk.sandbox.log;

import org.jspecify.annotations.NullMarked;
