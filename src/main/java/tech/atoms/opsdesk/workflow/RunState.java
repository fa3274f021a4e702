package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run stands. */
public enum RunState {
  /** Another run holds the environment. */
  WAITING,
  /** A desk works on it. */
  RUNNING,
  /** A step has failed: a person decides. */
  PAUSED,
  /** The desk that worked on it is gone. */
  INTERRUPTED,
  /** Every step was seen to be done. */
  DONE,
  /** The facts were others than in the plan; nothing was done. */
  REFUSED,
  /** A person gave it up. */
  ABANDONED;

  /** As it is stored and told. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing will happen to it any more. */
  public boolean isOver() {
    return this == DONE || this == REFUSED || this == ABANDONED;
  }
}
