package tech.atoms.opsdesk.backup.verify;

import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A backup did not become what its manifest says; it was not the machine that could not try. */
public final class Unproven extends ProblemException {
  private static final long serialVersionUID = 1L;

  Unproven(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
