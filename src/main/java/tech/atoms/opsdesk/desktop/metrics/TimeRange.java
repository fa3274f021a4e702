package tech.atoms.opsdesk.desktop.metrics;

import java.time.Duration;

/** The ranges of the Metrics screen, shortest first. */
enum TimeRange {
  QUARTER_HOUR("15 min", Duration.ofMinutes(15)),
  HOUR("1 h", Duration.ofHours(1)),
  SIX_HOURS("6 h", Duration.ofHours(6)),
  DAY("24 h", Duration.ofHours(24)),
  WEEK("7 d", Duration.ofDays(7)),
  MONTH("30 d", Duration.ofDays(30)),
  THIRTEEN_MONTHS("13 mo", Duration.ofDays(396));

  private final String label;
  private final Duration length;

  TimeRange(String label, Duration length) {
    this.label = label;
    this.length = length;
  }

  /** As written on its button. */
  String label() {
    return label;
  }

  /** How far it reaches back. */
  Duration length() {
    return length;
  }
}
