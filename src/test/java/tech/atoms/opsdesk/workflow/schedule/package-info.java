@NullMarked
package tech.atoms.opsdesk.workflow.schedule;

import org.jspecify.annotations.NullMarked;
