package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.rollback.Rollback;

/** {@code opsdesk rollback run}: does it, and watches until it is seen to be done. */
@Command(
    name = "run",
    description = {
      "Rolls production's traffic back and watches until the server is seen to answer well.",
      "Tells the plan and asks first; with the typed confirmation where the profile wants one.",
      "Exit code 1 where it was refused or a step has failed: see 'opsdesk runs'."
    })
final class RollbackRun extends ChangingCommand {
  @Option(
      names = "--to",
      paramLabel = "VERSION",
      defaultValue = "",
      description = "A version or deployment id (default: the last one that served before).")
  String to = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Rollback.Kind.ROLLBACK.id(), to);
  }
}
