package tech.atoms.opsdesk.server;

import java.time.Duration;
import java.time.Instant;

/**
 * What the metrics endpoint answered.
 *
 * @param at when
 * @param took from sending to the last byte
 * @param openMetrics whether its media type says OpenMetrics
 * @param text at most 4 MiB
 */
public record MetricsText(Instant at, Duration took, boolean openMetrics, String text) {}
