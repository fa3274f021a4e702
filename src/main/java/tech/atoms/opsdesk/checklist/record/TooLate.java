package tech.atoms.opsdesk.checklist.record;

import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Somebody else changed an item first; the problem says who, and nothing was changed. */
public final class TooLate extends ProblemException {
  private static final long serialVersionUID = 1L;

  TooLate(Problem problem) {
    super(problem);
  }
}
