package tech.atoms.opsdesk.check;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A fact that a check needs cannot be had: the check's outcome is unknown, with this reason. */
public final class Unanswerable extends ProblemException {
  private static final long serialVersionUID = 1L;

  /** A fact cannot be had. */
  public Unanswerable(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }
}
