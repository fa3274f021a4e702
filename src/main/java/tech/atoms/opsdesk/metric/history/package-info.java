/** Recorded samples: in memory for the last two hours, in the store with rollups for 13 months. */
@NullMarked
package tech.atoms.opsdesk.metric.history;

import org.jspecify.annotations.NullMarked;
