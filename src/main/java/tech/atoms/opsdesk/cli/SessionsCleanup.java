package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.sessions.EndSessions;

/** {@code opsdesk sessions cleanup}: removes expired sessions. */
@Command(
    name = "cleanup",
    description = {
      "Removes all application sessions that have expired by now, in one transaction. Needs",
      "database.write in the profile. Asks first. Exit code 1 where it was refused, or where there",
      "are none."
    })
final class SessionsCleanup extends ChangingCommand {
  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, EndSessions.Kind.CLEANUP.id(), "");
  }
}
