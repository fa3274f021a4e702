package tech.atoms.opsdesk.workflow;

import java.time.Instant;

/**
 * A time in which nothing is changed.
 *
 * @param id names it
 * @param environment where
 * @param from its beginning
 * @param until its end, exclusive
 * @param reason why
 * @param by who set it
 */
public record Freeze(
    long id, String environment, Instant from, Instant until, String reason, String by) {}
