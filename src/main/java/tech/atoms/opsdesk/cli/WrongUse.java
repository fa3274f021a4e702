package tech.atoms.opsdesk.cli;

import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** The command was asked for something that makes no sense: exit code 2, whatever the command. */
final class WrongUse extends ProblemException {
  private static final long serialVersionUID = 1L;

  WrongUse(Problem problem) {
    super(problem);
  }
}
