/** The Metrics screen: every recorded series over any range, with a synchronised cursor. */
@NullMarked
package tech.atoms.opsdesk.desktop.metrics;

import org.jspecify.annotations.NullMarked;
