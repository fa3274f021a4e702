/** Every workflow that there is, for window and command line. */
@NullMarked
package tech.atoms.opsdesk.workflow.catalogue;

import org.jspecify.annotations.NullMarked;
