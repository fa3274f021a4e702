@NullMarked
package tech.atoms.opsdesk.workflow.sessions;

import org.jspecify.annotations.NullMarked;
