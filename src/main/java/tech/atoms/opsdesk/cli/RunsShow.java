package tech.atoms.opsdesk.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.LogLine;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.record.RecordForm;

/** {@code opsdesk runs show}: one run with its steps and what it has said. */
@Command(
    name = "show",
    description = {
      "Shows a run: its steps, what it has said and who was told; or writes its record into a"
          + " file.",
      "Exit code 1 where it is not done."
    })
final class RunsShow extends OneRunCommand {
  private static final int PAGE = 1_000;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Write the whole record here, as its ending says: .json, .md or .html.")
  @Nullable Path export;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    Path file = export;
    if (file != null) {
      return export(journal, file);
    }
    Run run = run(journal);
    int code = tell(run, journal.deliveries(run.id()));
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

  private int export(Journal journal, Path file) throws Exception {
    Run run = run(journal);
    try {
      RecordForm.save(file, journal.record(run), clock.instant());
    } catch (ProblemException e) {
      return fail(e.problem(), ExitCode.USAGE);
    }
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", run.plan().environment());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("state", run.state());
      answer.put("file", file.toString());
      json(answer);
    } else {
      say(file + " written: " + line(run));
    }
    return run.isVerified() ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }
}
