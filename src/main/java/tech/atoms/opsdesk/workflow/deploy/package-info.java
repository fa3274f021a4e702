/** A new deployment: staged, looked at, promoted, watched. */
@NullMarked
package tech.atoms.opsdesk.workflow.deploy;

import org.jspecify.annotations.NullMarked;
