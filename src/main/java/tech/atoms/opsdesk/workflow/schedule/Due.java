package tech.atoms.opsdesk.workflow.schedule;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a time at which a backup was due.
 *
 * @param at the time
 * @param host the machine whose turn it is, or was last
 * @param taken when that one took its turn
 * @param attempts how often it was tried
 * @param run the newest run; empty: it was not begun
 * @param state how it stands
 * @param again when it is tried again; null: it is not
 * @param why it has failed; empty where it has not
 */
public record Due(
    Instant at,
    String host,
    Instant taken,
    int attempts,
    String run,
    State state,
    @Nullable Instant again,
    String why) {

  /** How it stands. */
  public enum State {
    /** Somebody has taken the turn. */
    BEGUN,
    /** There is a backup. */
    DONE,
    /** There is none yet. */
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
