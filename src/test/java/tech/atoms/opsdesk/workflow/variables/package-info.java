@NullMarked
package tech.atoms.opsdesk.workflow.variables;

import org.jspecify.annotations.NullMarked;
