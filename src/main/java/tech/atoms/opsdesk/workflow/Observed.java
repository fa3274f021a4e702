package tech.atoms.opsdesk.workflow;

/**
 * What the world says of a step.
 *
 * @param state whether it has happened
 * @param detail in words
 */
public record Observed(State state, String detail) {

  /** Whether it has happened. */
  public enum State {
    /** It has not. */
    NOT_DONE,
    /** It was begun and has not ended. */
    UNDER_WAY,
    /** It has. */
    DONE,
    /** It was begun, and has failed for good. */
    FAILED
  }

  /** It has happened. */
  public static Observed done(String detail) {
    return new Observed(State.DONE, detail);
  }

  /** It has not happened. */
  public static Observed notDone(String detail) {
    return new Observed(State.NOT_DONE, detail);
  }

  /** It was begun. */
  public static Observed underWay(String detail) {
    return new Observed(State.UNDER_WAY, detail);
  }

  /** It has failed. */
  public static Observed failed(String detail) {
    return new Observed(State.FAILED, detail);
  }
}
