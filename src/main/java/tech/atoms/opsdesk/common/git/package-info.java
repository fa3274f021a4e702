/** Git repositories of this machine, read and made without an installed git. */
@NullMarked
package tech.atoms.opsdesk.common.git;

import org.jspecify.annotations.NullMarked;
