/** Named series with unit and source: catalogue, samples, rates, percentiles, history. */
@NullMarked
package tech.atoms.opsdesk.metric;

import org.jspecify.annotations.NullMarked;
