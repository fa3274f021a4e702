package tech.atoms.opsdesk.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;

/** {@code opsdesk runs abandon}: gives a run up and frees the environment. */
@Command(
    name = "abandon",
    description = {
      "Gives a run up that is paused or was interrupted, and frees the environment. What it has",
      "done stays done: its steps tell what is left behind. Exit code 1, since it is not done."
    })
final class RunsAbandon extends OneRunCommand {
  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  String reason = "";

  @Mixin Consent consent = new Consent();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    Run run = run(journal);
    if (!consent.given(this, List.of("Give up: " + line(run)))) {
      note("Nothing was changed.");
      return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
    return tell(engine.abandon(id, reason));
  }
}
