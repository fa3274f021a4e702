/**
 * What is done at its time without a person: backups, and removing those that are kept no longer.
 */
@NullMarked
package tech.atoms.opsdesk.workflow.schedule;

import org.jspecify.annotations.NullMarked;
