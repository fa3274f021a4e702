/** What is known of an environment's checklist, as the store keeps it, and who may change it. */
@NullMarked
package tech.atoms.opsdesk.checklist.record;

import org.jspecify.annotations.NullMarked;
