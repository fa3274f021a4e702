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
  SKIPPED,
  /** It was under way and was ended by request. */
  CANCELLED,
  /** What it did is being taken back. */
  TAKING_BACK,
  /** What it did was taken back. */
  TAKEN_BACK;

  /** As it is stored and told to programs. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As it is told to people. */
  public String words() {
    return word().replace('_', ' ');
  }

  /** Whether it has begun and what it comes to is open. */
  public boolean isUnderWay() {
    return this == OBSERVING || this == APPLYING || this == TAKING_BACK;
  }

  RunLog.Level level() {
    return switch (this) {
      case DONE, TAKEN_BACK -> RunLog.Level.OK;
      case FAILED -> RunLog.Level.ERROR;
      case SKIPPED, CANCELLED -> RunLog.Level.WARN;
      default -> RunLog.Level.INFO;
    };
  }
}
