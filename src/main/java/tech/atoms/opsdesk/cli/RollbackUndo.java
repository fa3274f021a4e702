package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.rollback.Rollback;

/** {@code opsdesk rollback undo}: back to what served before the rollback; ends the pin. */
@Command(
    name = "undo",
    description = {
      "Promotes what served before the last rollback, so that production is no longer pinned, and",
      "watches until the server is seen to answer well. Asks as 'opsdesk rollback run' does."
    })
final class RollbackUndo extends ChangingCommand {
  @Override
  int work(Engine engine, Journal journal) throws Exception {
    return plannedAndRun(engine, Rollback.Kind.UNDO.id(), "");
  }
}
