package tech.atoms.opsdesk.monitor;

import java.time.Instant;

/**
 * One line of the activity list: the environment or a component changed its state.
 *
 * @param at when the desk saw it
 * @param subject "Environment" or a component's or source's title
 * @param from state before
 * @param to state after
 * @param why one line
 */
public record StateChange(Instant at, String subject, State from, State to, String why) {}
