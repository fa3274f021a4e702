/** A platform that answers wrong or refuses, under real workflows. */
@NullMarked
package tech.atoms.opsdesk.workflow.trouble;

import org.jspecify.annotations.NullMarked;
