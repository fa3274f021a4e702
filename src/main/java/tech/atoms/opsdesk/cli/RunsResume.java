package tech.atoms.opsdesk.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;

/** {@code opsdesk runs resume}: goes on with a run that is paused or was interrupted. */
@Command(
    name = "resume",
    description = {
      "Goes on with a run that is paused or was interrupted, also of another desk. What has"
          + " happened",
      "meanwhile is seen first, and only what has not is asked for."
    })
final class RunsResume extends OneRunCommand {
  @Option(
      names = "--skip",
      description = "Go on without the step that has failed; it never counts as done.")
  boolean skip;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; needed to skip.")
  String reason = "";

  @Mixin Consent consent = new Consent();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (skip && reason.isBlank()) {
      throw new WrongUse(
          new Problem(
              "A step is not left out without a reason",
              id,
              "--reason is missing",
              "Give --reason"));
    }
    Run run = run(journal);
    if (!consent.given(
        this, List.of((skip ? "Go on without the failed step: " : "Go on: ") + line(run)))) {
      note("Nothing was changed.");
      return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
    return with(
        run.plan().workflow(),
        workflow -> tell(engine.resume(workflow, id, skip, reason, progress())));
  }
}
