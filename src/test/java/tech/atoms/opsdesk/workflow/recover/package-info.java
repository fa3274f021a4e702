/** Tests of the recovery from a disaster. */
@NullMarked
package tech.atoms.opsdesk.workflow.recover;

import org.jspecify.annotations.NullMarked;
