package tech.atoms.opsdesk.cli;

import java.time.Instant;
import java.util.List;

/**
 * What a check found, as every checking command tells it.
 *
 * @param id stable, e.g. {@code config.production.server.token}
 * @param items items of the checklist it speaks to
 * @param title what was looked at
 * @param outcome {@code pass}, {@code warning}, {@code fail} or {@code unknown}
 * @param expected what should be
 * @param found what is, without any secret
 * @param evidence how to see or mend it; empty where there is nothing to say
 * @param at when
 * @param durationMs how long the look took
 */
record Finding(
    String id,
    List<String> items,
    String title,
    String outcome,
    String expected,
    String found,
    String evidence,
    Instant at,
    long durationMs) {}
