package tech.atoms.opsdesk.cli;

import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.restore.Restore;
import tech.atoms.opsdesk.workflow.restore.Wanted;

/** {@code opsdesk backup restore}: replaces the live rows by those of a backup. */
@Command(
    name = "restore",
    description = {
      "Replaces the rows of the live database by those of a verified backup, in one transaction or",
      "not at all. What is there is backed up and proven first. Tells the plan and asks first;"
          + " with",
      "the typed confirmation where the profile wants one. Exit code 1 where it was refused or has",
      "failed: see 'opsdesk runs'."
    })
final class BackupRestore extends ChangingCommand {
  @Parameters(paramLabel = "ID", description = "The backup, as 'opsdesk backup list' names it.")
  String id = "";

  @Option(
      names = "--table",
      paramLabel = "NAME",
      split = ",",
      description =
          "A table with its schema, e.g. public.users; may be given again (default: all).")
  List<String> tables = List.of();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Restore.ID, new Wanted(id, new HashSet<>(tables)).word());
  }
}
