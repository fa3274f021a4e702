package tech.atoms.opsdesk.workflow;

import tech.atoms.opsdesk.common.ProblemException;

/** What a run says while it is carried out; kept in the journal. Safe on any thread; blocks. */
@FunctionalInterface
public interface RunLog {
  /** Says nothing, e.g. where a plan's steps are only counted. */
  RunLog NONE = (level, step, text) -> {};

  /** How a line reads in the log. */
  enum Level {
    /** The run itself. */
    RUN,
    /** Something was seen to be well. */
    OK,
    /** Something happens. */
    INFO,
    /** Something a person should look at. */
    WARN,
    /** Something failed. */
    ERROR,
    /** A person is waited for. */
    GATE
  }

  /**
   * Says a line; secrets are masked.
   *
   * @param step id of the step that says it; empty: the run
   * @throws ProblemException where the journal is away
   */
  void line(Level level, String step, String text);
}
