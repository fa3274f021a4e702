@NullMarked
package tech.atoms.opsdesk.workflow.figures;

import org.jspecify.annotations.NullMarked;
