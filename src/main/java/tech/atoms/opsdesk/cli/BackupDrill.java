package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.backup.Backup;

/** {@code opsdesk backup drill}: practises a recovery. */
@Command(
    name = "drill",
    description = {
      "Brings a backup back to life in a server that is thrown away, compares every row, looks at"
          + " it",
      "as at the real one, and records how long that took and what would have been lost. Changes"
          + " no",
      "database. The record counts for 90 days. Exit code 1 where it is not what it should be."
    })
final class BackupDrill extends ChangingCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The backup; without, the newest that was verified.")
  String id = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Backup.Kind.DRILL.id(), id);
  }
}
