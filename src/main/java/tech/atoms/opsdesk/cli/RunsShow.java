package tech.atoms.opsdesk.cli;

import java.util.List;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.LogLine;

/** {@code opsdesk runs show}: one run with its steps and what it has said. */
@Command(
    name = "show",
    description = {
      "Shows a run: its steps, and what it has said.",
      "Exit code 1 where it is not done."
    })
final class RunsShow extends OneRunCommand {
  private static final int PAGE = 1_000;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    int code = tell(run(journal));
    if (!wantsJson()) {
      long after = 0;
      while (true) {
        List<LogLine> lines = journal.log(id, after, PAGE);
        for (LogLine line : lines) {
          say(
              "  %s  %-5s  %s%s"
                  .formatted(
                      line.at(),
                      line.level(),
                      line.step().isEmpty() ? "" : line.step() + ": ",
                      line.text()));
          after = line.id();
        }
        if (lines.size() < PAGE) {
          break;
        }
      }
    }
    return code;
  }
}
