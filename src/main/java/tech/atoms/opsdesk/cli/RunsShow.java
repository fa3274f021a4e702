package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;

/** {@code opsdesk runs show}: one run with its steps and what it has said. */
@Command(
    name = "show",
    description = {
      "Shows a run: its steps, and what it has said.",
      "Exit code 1 where it is not done."
    })
final class RunsShow extends OneRunCommand {
  @Override
  int work(Engine engine, Journal journal) throws Exception {
    int code = tell(run(journal));
    if (!wantsJson()) {
      journal.log(id).forEach(line -> say("  " + line));
    }
    return code;
  }
}
