package tech.atoms.opsdesk.monitor;

import java.time.Instant;

/**
 * One line of the activity list: the environment or a component changed its state, or a note.
 *
 * @param at when the desk saw it
 * @param subject "Environment" or a component's or source's title
 * @param from state before
 * @param to state after; for a note as before
 * @param why one line
 */
public record StateChange(Instant at, String subject, State from, State to, String why) {
  /** The subject of what is told of the whole environment. */
  public static final String ENVIRONMENT = "Environment";

  /** Whether it only tells something, and no state changed. */
  public boolean isNote() {
    return from == to;
  }
}
