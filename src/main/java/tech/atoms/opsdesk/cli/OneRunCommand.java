package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;

/** A command about one run. */
abstract class OneRunCommand extends WorkflowCommand {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The run's id, see 'opsdesk runs list'.")
  String id = "";

  /** The run that is named. */
  final Run run(Journal journal) {
    return journal
        .run(id, clock.instant())
        .orElseThrow(
            () ->
                new WrongUse(
                    new Problem(
                        "There is no such run",
                        id,
                        "the journal does not have it",
                        "See 'opsdesk runs list'")));
  }
}
