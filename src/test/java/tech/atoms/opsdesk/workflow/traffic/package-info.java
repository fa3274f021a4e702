@NullMarked
package tech.atoms.opsdesk.workflow.traffic;

import org.jspecify.annotations.NullMarked;
