package tech.atoms.opsdesk.workflow;

import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** What was asked for was refused: nothing has happened. */
public final class Refused extends ProblemException {
  private static final long serialVersionUID = 1L;

  /** With the reason in words. */
  public Refused(Problem problem) {
    super(problem);
  }
}
