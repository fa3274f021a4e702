package tech.atoms.opsdesk.metric;

import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A read that was not done by its deadline: nothing has come from the source in time. */
public final class ReadTooLate extends ProblemException {
  private static final long serialVersionUID = 1L;

  ReadTooLate(Problem problem) {
    super(problem);
  }
}
