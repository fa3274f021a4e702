package tech.atoms.opsdesk.desktop.control;

import tech.atoms.opsdesk.monitor.State;

/** How a state looks: always icon, word and colour together. The table of the design guide. */
public enum Look {
  /** Good: green, no chip. */
  HEALTHY("mdi2c-check-circle", "state-good"),
  /** Held against the proof of it: green. */
  VERIFIED("mdi2s-shield-check", "state-good"),
  /** Works outside its targets: amber. */
  WARNING("mdi2a-alert", "state-warning"),
  /** Bad, in figures and lines: red text. */
  BAD("mdi2a-alert-octagon", "state-bad"),
  /** Down or critical, to be acted on now: red fill. */
  DOWN("mdi2a-alert-octagon", "state-down"),
  /** An attempt that failed: red text. */
  FAILED("mdi2c-close-circle", "state-bad"),
  /** Nothing measured: grey. */
  NO_DATA("mdi2h-help-rhombus-outline", "state-unknown"),
  /** Measured, but too long ago: amber. */
  STALE("mdi2c-clock-alert-outline", "state-stale"),
  /** Under way: blue. */
  RUNNING("mdi2p-progress-clock", "state-running"),
  /** Weakly protected: amber. */
  WEAK("mdi2s-shield-alert-outline", "state-stale"),
  /** Waits for a lock: red. */
  BLOCKED("mdi2l-lock", "state-bad"),
  /** Held by a run: amber. */
  LOCKED("mdi2l-lock", "state-warning"),
  /** Nothing holds it: grey. */
  FREE("mdi2l-lock-open-outline", "state-neutral"),
  /** Taken back or given up: grey. */
  CANCELLED("mdi2c-cancel", "state-neutral"),
  /** Holds on to something and does nothing with it: amber. */
  HOLDING("mdi2t-timer-sand", "state-warning"),
  /** Works: in the colour of figures. */
  ACTIVE("mdi2p-play", "state-active"),
  /** Does not hold, and somebody approved of that: violet. */
  WAIVED("mdi2s-shield-half-full", "state-waived"),
  /** Waits for a person: amber. */
  NEEDS_YOU("mdi2h-hand-back-right", "state-warning"),
  /** Neither good nor bad: grey. */
  NEUTRAL("mdi2c-circle-outline", "state-neutral");

  private final String icon;
  private final String styleClass;

  Look(String icon, String styleClass) {
    this.icon = icon;
    this.styleClass = styleClass;
  }

  /** Code of the icon. */
  public String icon() {
    return icon;
  }

  /** Style class that gives the colour. */
  public String styleClass() {
    return styleClass;
  }

  /** The look of a state. */
  public static Look of(State state) {
    return switch (state) {
      case HEALTHY -> HEALTHY;
      case DEGRADED -> WARNING;
      case DOWN -> DOWN;
      case UNKNOWN -> NO_DATA;
    };
  }
}
