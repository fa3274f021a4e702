@NullMarked
package tech.atoms.opsdesk.workflow.backup;

import org.jspecify.annotations.NullMarked;
