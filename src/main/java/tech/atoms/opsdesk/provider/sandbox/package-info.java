/** Client of the sandbox's own control: the faults. */
@NullMarked
package tech.atoms.opsdesk.provider.sandbox;

import org.jspecify.annotations.NullMarked;
