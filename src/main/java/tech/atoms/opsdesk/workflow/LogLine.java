package tech.atoms.opsdesk.workflow;

import java.time.Instant;

/**
 * A line of a run's log.
 *
 * @param id grows from line to line; where to read on
 * @param at when it was said
 * @param level how it reads
 * @param step id of the step that said it; empty: the run
 * @param text without secrets
 */
public record LogLine(long id, Instant at, RunLog.Level level, String step, String text) {}
