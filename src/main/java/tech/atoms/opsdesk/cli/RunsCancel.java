package tech.atoms.opsdesk.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;

/** {@code opsdesk runs cancel}: asks for a run's end, at whichever desk it is carried out. */
@Command(
    name = "cancel",
    description = {
      "Asks for the end of a run that a desk works on. It stops at the next moment that is safe,"
          + " and",
      "tells what remains; past its point of no return it goes on, and says so."
    })
final class RunsCancel extends OneRunCommand {
  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  String reason = "";

  @Mixin Consent consent = new Consent();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (!consent.given(this, List.of("Cancel: " + line(run(journal))))) {
      note("Nothing was changed.");
      return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
    tell(engine.cancel(id, reason));
    return ExitCode.OK;
  }
}
