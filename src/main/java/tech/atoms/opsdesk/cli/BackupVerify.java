package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.backup.Backup;

/** {@code opsdesk backup verify}: proves a backup that was taken before. */
@Command(
    name = "verify",
    description = {
      "Restores a backup into a server that is thrown away, and compares every row with what was",
      "there when it was taken. Changes no database. Exit code 1 where it is not what it should be."
    })
final class BackupVerify extends ChangingCommand {
  @Parameters(paramLabel = "ID", description = "The backup, as 'opsdesk backup list' names it.")
  String id = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Backup.Kind.VERIFY.id(), id);
  }
}
