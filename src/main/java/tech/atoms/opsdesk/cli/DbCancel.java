package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.sessions.EndBackend;

/** {@code opsdesk db cancel}: cancels a statement. */
@Command(
    name = "cancel",
    description = {
      "Cancels the statement that a connection to the database runs; the connection stays.",
      "Needs database.write in the profile. Asks first. Exit code 1 where it was refused."
    })
final class DbCancel extends ChangingCommand {
  @Parameters(
      paramLabel = "PID",
      description = "The server's process, as 'opsdesk db sessions' tells it.")
  int pid;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, EndBackend.Kind.CANCEL.id(), Integer.toString(pid));
  }
}
