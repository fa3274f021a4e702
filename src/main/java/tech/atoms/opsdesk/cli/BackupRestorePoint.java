package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.pitr.MakePoint;

/** {@code opsdesk backup restore-point}: lets the platform keep the database of now. */
@Command(
    name = "restore-point",
    description = {
      "Lets Supabase keep the database of now under a name, and waits until it is available.",
      "Tells the plan and asks first. Exit code 1 where it was refused or has failed."
    })
final class BackupRestorePoint extends ChangingCommand {
  @Parameters(paramLabel = "NAME", description = "1 to 20 characters.")
  String name = "";

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (name.isBlank() || name.length() > Supabase.LONGEST_NAME) {
      throw new WrongUse(
          new Problem(
              "This is no name of a restore point",
              name,
              "a name has 1 to " + Supabase.LONGEST_NAME + " characters",
              "Give another one"));
    }
    return plannedAndRun(engine, MakePoint.ID, name);
  }
}
