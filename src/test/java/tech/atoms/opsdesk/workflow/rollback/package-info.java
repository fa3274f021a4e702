@NullMarked
package tech.atoms.opsdesk.workflow.rollback;

import org.jspecify.annotations.NullMarked;
