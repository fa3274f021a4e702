@NullMarked
package tech.atoms.opsdesk.workflow.deploy;

import org.jspecify.annotations.NullMarked;
