package tech.atoms.opsdesk.desktop.run;

import java.time.Instant;

/**
 * A line of a run's log.
 *
 * @param id grows from line to line
 * @param at when
 * @param level how it is meant
 * @param step of which step; empty: of the run itself
 * @param text what is told
 */
record LogLine(long id, Instant at, Level level, String step, String text) {

  /** How a line is meant. */
  enum Level {
    /** About the run itself. */
    RUN("mono-run"),
    /** Something is so. */
    OK("mono-ok"),
    /** To be known. */
    INFO("mono-info"),
    /** Not as it should be. */
    WARN("mono-warn"),
    /** A person is asked. */
    GATE("mono-warn"),
    /** It went wrong. */
    FAIL("mono-fail");

    private final String styleClass;

    Level(String styleClass) {
      this.styleClass = styleClass;
    }

    String styleClass() {
      return styleClass;
    }

    boolean warns() {
      return this == WARN || this == FAIL;
    }
  }
}
