@NullMarked
package tech.atoms.opsdesk.workflow.restore;

import org.jspecify.annotations.NullMarked;
