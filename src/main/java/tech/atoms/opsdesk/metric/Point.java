package tech.atoms.opsdesk.metric;

import java.time.Instant;

/**
 * One drawn point: all samples of one step.
 *
 * @param at start of the step
 * @param min smallest value in the step
 * @param max largest value in the step
 * @param mean average of the step
 * @param count how many samples it holds, at least 1
 */
public record Point(Instant at, double min, double max, double mean, long count) {}
