/** Faults that can be injected into the sandbox. */
@NullMarked
package tech.atoms.opsdesk.sandbox.fault;

import org.jspecify.annotations.NullMarked;
