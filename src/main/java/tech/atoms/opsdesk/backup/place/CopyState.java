package tech.atoms.opsdesk.backup.place;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the copy of a backup at a place stands.
 *
 * @param place its name in the profile
 * @param readBack when all of it was read back and compared; null: never from here
 * @param problem why it is not whole; empty where it is
 */
public record CopyState(String place, State state, @Nullable Instant readBack, String problem) {

  /** How. */
  public enum State {
    /** The same manifest, every file as long as it should be, each read back and compared once. */
    WHOLE,
    /** Something of it is there, or it was never read back. */
    PARTIAL,
    /** Nothing of it is there. */
    MISSING,
    /** The place does not answer. */
    UNKNOWN;

    /** As it is told. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it is whole. */
  public boolean isWhole() {
    return state == State.WHOLE;
  }

  /** In words, e.g. "eu-west-1 partial: dump.pgdump.age is missing". */
  public String words() {
    return isWhole()
        ? place
        : place + " " + state.word() + (problem.isEmpty() ? "" : ": " + problem);
  }
}
