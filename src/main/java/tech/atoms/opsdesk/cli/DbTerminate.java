package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.sessions.EndBackend;

/** {@code opsdesk db terminate}: ends a connection. */
@Command(
    name = "terminate",
    description = {
      "Ends a connection to the database; its transaction is rolled back.",
      "Needs database.write in the profile. Asks first. Exit code 1 where it was refused."
    })
final class DbTerminate extends ChangingCommand {
  @Parameters(
      paramLabel = "PID",
      description = "The server's process, as 'opsdesk db sessions' tells it.")
  int pid;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, EndBackend.Kind.TERMINATE.id(), Integer.toString(pid));
  }
}
