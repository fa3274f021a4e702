package tech.atoms.opsdesk.workflow.warm;

import java.time.Instant;

/**
 * That somebody has switched it.
 *
 * @param on whether on
 * @param at when
 * @param by the person's name
 * @param reason why; may be empty
 */
public record Switched(boolean on, Instant at, String by, String reason) {}
