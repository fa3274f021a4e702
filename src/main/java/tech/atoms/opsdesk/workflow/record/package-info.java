/** The record of a run as a file. */
@NullMarked
package tech.atoms.opsdesk.workflow.record;

import org.jspecify.annotations.NullMarked;
