/** The server's own figures, measured within a run and compared with what they were before. */
@NullMarked
package tech.atoms.opsdesk.workflow.figures;

import org.jspecify.annotations.NullMarked;
