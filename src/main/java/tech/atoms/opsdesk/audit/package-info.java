/**
 * Who changed what, when: append-only, each row carrying the hash of the one before, so that what
 * was removed, changed, inserted or reordered is found.
 */
@NullMarked
package tech.atoms.opsdesk.audit;

import org.jspecify.annotations.NullMarked;
