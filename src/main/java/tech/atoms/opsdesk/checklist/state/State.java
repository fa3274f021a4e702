package tech.atoms.opsdesk.checklist.state;

import com.fasterxml.jackson.annotation.JsonValue;

/** How an item stands. The order is that of severity, worst first. */
public enum State {
  /** It was seen not to hold. */
  FAIL("fail"),
  /** It does not hold, and the exception from it has ended. */
  WAIVER_EXPIRED("waiver expired"),
  /** It could not be seen, or nothing answers it yet. Never a pass. */
  UNKNOWN("unknown"),
  /** It held, but the evidence is too old or of another deployment; or a signature is void. */
  STALE("stale"),
  /** Its checks have not run. */
  NOT_EVALUATED("not evaluated"),
  /** A person has to look. */
  AWAITING("awaiting"),
  /** It does not hold, and somebody approved of that until a day. */
  WAIVED("waived"),
  /** It holds. */
  PASS("pass"),
  /** A named person vouches for it. */
  ATTESTED("attested"),
  /** The question does not arise here. */
  NOT_APPLICABLE("not applicable");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /** As it is told, e.g. "waiver expired". */
  @JsonValue
  public String word() {
    return word;
  }

  /** Whether it counts as done: pass and attested alone. */
  public boolean done() {
    return this == PASS || this == ATTESTED;
  }

  /** Whether it stands in the way of Go. */
  public boolean blocks() {
    return !done() && this != WAIVED && this != NOT_APPLICABLE;
  }

  /** The worse of two. */
  State worse(State other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
