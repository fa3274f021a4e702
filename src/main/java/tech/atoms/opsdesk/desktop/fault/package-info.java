/** The faults of the sandbox, to be switched on and off. */
@NullMarked
package tech.atoms.opsdesk.desktop.fault;

import org.jspecify.annotations.NullMarked;
