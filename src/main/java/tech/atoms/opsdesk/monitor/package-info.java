/** Watches one environment: samples its sources and merges them into one immutable snapshot. */
@NullMarked
package tech.atoms.opsdesk.monitor;

import org.jspecify.annotations.NullMarked;
