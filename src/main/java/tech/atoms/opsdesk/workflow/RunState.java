package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run stands. */
public enum RunState {
  /** Another run holds the environment. */
  WAITING,
  /** A desk works on it. */
  RUNNING,
  /** It is at a gate: people are waited for. */
  NEEDS_YOU,
  /** Its end was asked for; what is under way is seen to its end. */
  STOPPING,
  /** A step has failed: a person decides. */
  PAUSED,
  /** The desk that worked on it is gone. */
  INTERRUPTED,
  /** Every step was seen to be done. */
  DONE,
  /** The facts were others than in the plan; nothing was done. */
  REFUSED,
  /** A person asked for its end; it tells what remains. */
  STOPPED,
  /** What it did was taken back, as far as that can be. */
  TAKEN_BACK,
  /** A person gave it up. */
  ABANDONED;

  /** As it is stored and told to programs. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As it is told to people. */
  public String words() {
    return word().replace('_', ' ');
  }

  /** Whether a desk should be working on it. */
  public boolean isAlive() {
    return this == WAITING || this == RUNNING || this == NEEDS_YOU || this == STOPPING;
  }

  /** Whether nothing will happen to it any more. */
  public boolean isOver() {
    return !isAlive() && this != PAUSED && this != INTERRUPTED;
  }

  RunLog.Level level() {
    return switch (this) {
      case DONE -> RunLog.Level.OK;
      case NEEDS_YOU -> RunLog.Level.GATE;
      case PAUSED, INTERRUPTED, REFUSED -> RunLog.Level.ERROR;
      case STOPPING, STOPPED, TAKEN_BACK, ABANDONED -> RunLog.Level.WARN;
      case WAITING, RUNNING -> RunLog.Level.RUN;
    };
  }
}
