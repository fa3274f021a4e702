package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.backup.Backup;

/** {@code opsdesk backup create}: takes a backup and proves it. */
@Command(
    name = "create",
    description = {
      "Takes a backup of the database as it is in one moment, encrypts and seals it, and restores"
          + " it",
      "into a server that is thrown away, where every row is compared. Changes no database.",
      "Tells the plan and asks first. Exit code 1 where it was not taken, or was not verified."
    })
final class BackupCreate extends ChangingCommand {
  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Backup.Kind.TAKE.id(), "");
  }
}
