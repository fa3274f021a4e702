package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.rollback.Rollback;

/** {@code opsdesk rollback plan}: what a rollback would do. */
@Command(
    name = "plan",
    description = {
      "Tells what a rollback would do, what it was decided on, and what the person should know.",
      "Changes nothing. Exit code 3 where the platform does not answer."
    })
final class RollbackPlan extends WorkflowCommand {
  @Option(
      names = "--to",
      paramLabel = "VERSION",
      defaultValue = "",
      description = "A version or deployment id (default: the last one that served before).")
  String to = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return with(
        Rollback.Kind.ROLLBACK.id(),
        workflow -> {
          tell(workflow.plan(to));
          return ExitCode.OK;
        });
  }
}
