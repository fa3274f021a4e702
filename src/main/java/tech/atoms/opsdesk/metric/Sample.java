package tech.atoms.opsdesk.metric;

import java.time.Instant;

/**
 * One measured value.
 *
 * @param series what was measured
 * @param at when it was measured
 * @param value in the unit of the series' metric; never NaN
 */
public record Sample(Series series, Instant at, double value) {}
