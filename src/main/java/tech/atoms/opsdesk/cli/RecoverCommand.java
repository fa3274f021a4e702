package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.recover.Recover;

/** {@code opsdesk recover}: brings everything back from a backup. */
@Command(
    name = "recover",
    description = {
      "Brings an environment back after a disaster, also where its database is gone: restores the",
      "database from a verified backup, compares every row, sets the variables that are missing at"
          + " the",
      "platform, builds the live deployment anew and gives it the traffic, looks at health and the"
          + " smoke",
      "test, and waits for a person who says that it is over. Tells the plan and asks first; with"
          + " the",
      "typed confirmation where the profile wants one. Exit code 1 where it was refused or has"
          + " failed."
    })
final class RecoverCommand extends ChangingCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The backup; without, the newest that was verified.")
  String id = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Recover.ID, id);
  }
}
