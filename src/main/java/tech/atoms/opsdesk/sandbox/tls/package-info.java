/** The certificates of the sandbox's https port, and handshakes that go wrong on purpose. */
@NullMarked
package tech.atoms.opsdesk.sandbox.tls;

import org.jspecify.annotations.NullMarked;
