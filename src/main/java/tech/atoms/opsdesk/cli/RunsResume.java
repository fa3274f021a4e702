package tech.atoms.opsdesk.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.Workflow;

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
      names = "--take-back",
      description = "Take back what the run did, the last first, as far as that can be.")
  boolean takeBack;

  @Option(
      names = "--take-over",
      description = "Go on although another desk seems to work on it; it can do nothing more then.")
  boolean takeOver;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; needed to skip, take back and take over.")
  String reason = "";

  @Mixin Consent consent = new Consent();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    int ways = (skip ? 1 : 0) + (takeBack ? 1 : 0) + (takeOver ? 1 : 0);
    if (ways > 1 || (ways == 1 && reason.isBlank())) {
      throw new WrongUse(
          new Problem(
              "The run is not resumed",
              id,
              ways > 1
                  ? "--skip, --take-back and --take-over exclude each other"
                  : "--reason is missing",
              ways > 1 ? "Give one of them" : "Give --reason"));
    }
    Run run = run(journal);
    String what =
        skip
            ? "Go on without the failed step: "
            : takeBack ? "Take back: " : takeOver ? "Take over: " : "Go on: ";
    if (!consent.given(this, List.of(what + line(run)))) {
      note("Nothing was changed.");
      return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
    return with(run.plan().workflow(), workflow -> tell(goOn(engine, workflow)));
  }

  private Run goOn(Engine engine, Workflow workflow) throws InterruptedException {
    if (takeBack) {
      return engine.takeBack(workflow, id, reason, progress());
    }
    return takeOver
        ? engine.takeOver(workflow, id, reason, progress())
        : engine.resume(workflow, id, skip, reason, progress());
  }
}
