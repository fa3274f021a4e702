package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a step stands. */
public enum StepState {
  /** It has not been begun. */
  WAITING,
  /** The world is asked whether it has happened. */
  OBSERVING,
  /** It is asked for; whether it happens is not known yet. */
  APPLYING,
  /** It was seen to be done. */
  DONE,
  /** It was not. */
  FAILED,
  /** A person went on without it. */
  SKIPPED;

  /** As it is stored and told. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
