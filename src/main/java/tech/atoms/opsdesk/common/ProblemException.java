package tech.atoms.opsdesk.common;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to whoever shows it. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  /**
   * Creates the exception.
   *
   * @param problem what to tell the person
   */
  public ProblemException(Problem problem) {
    this(problem, null);
  }

  /**
   * Creates the exception with its technical cause.
   *
   * @param problem what to tell the person
   * @param cause the cause, null where there is none
   */
  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.line(), cause);
    this.problem = problem;
  }

  /** The problem in words. */
  public Problem problem() {
    return problem;
  }
}
