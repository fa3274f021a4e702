package tech.atoms.opsdesk.check;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a check found. */
public enum Outcome {
  /** It holds, and was seen to hold. */
  PASS("pass"),
  /** It was seen not to hold. */
  FAIL("fail"),
  /** It could not be seen: unreachable, no rights, a tool or a setting is missing. Never a pass. */
  UNKNOWN("unknown"),
  /** Facts were gathered for a person to judge. Never a pass by itself. */
  FACTS("facts"),
  /** The question does not arise here. */
  NOT_APPLICABLE("not applicable");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** As it is told, e.g. "not applicable". */
  @JsonValue
  public String word() {
    return word;
  }
}
