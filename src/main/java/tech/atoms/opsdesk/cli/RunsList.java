package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;

/** {@code opsdesk runs list}: newest first. */
@Command(
    name = "list",
    description = {"Lists the runs of an environment, newest first, those that wait among them."})
final class RunsList extends WorkflowCommand {
  private static final int MOST = 1_000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most runs, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 to " + MOST);
    }
    List<Run> runs = journal.runs(environment().name(), limit, clock.instant());
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("runs", runs.stream().map(WorkflowCommand::runJson).toList());
      json(answer);
    } else if (runs.isEmpty()) {
      say("Nothing was run yet.");
    } else {
      runs.forEach(run -> say(line(run)));
    }
    return ExitCode.OK;
  }
}
