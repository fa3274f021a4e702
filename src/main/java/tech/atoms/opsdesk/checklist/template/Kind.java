package tech.atoms.opsdesk.checklist.template;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who answers an item. */
public enum Kind {
  /** Checks that run by themselves. */
  AUTOMATIC("automatic"),
  /** Checks that a person starts, because they send something unusual. */
  ACTIVE("active"),
  /** Other items, which it sums up. */
  ROLL_UP("roll-up"),
  /** A person, with evidence that the desk gathers. */
  ASSISTED("assisted"),
  /** A person. */
  HUMAN("human");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** As it is told, e.g. "roll-up". */
  @JsonValue
  public String word() {
    return word;
  }

  /** Whether a person's word is what answers it. */
  public boolean byPerson() {
    return this == ASSISTED || this == HUMAN;
  }
}
