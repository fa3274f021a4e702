package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Run;

/** {@code opsdesk approve}: agrees to the plan of a run that somebody else started. */
@Command(
    name = "approve",
    description = {
      "Agrees to the plan of a run, for a role that you hold. Nobody approves their own plan. The",
      "approval is bound to the plan as it is, and ends by itself."
    })
final class ApproveCommand extends OneRunCommand {
  @Option(names = "--role", paramLabel = "ROLE", required = true, description = "The role.")
  String role = "";

  @Option(
      names = "--for",
      paramLabel = "D",
      defaultValue = "1h",
      converter = ShortDuration.class,
      description = "How long it counts, 8h at the most (default: ${DEFAULT-VALUE}).")
  Duration lasts = Duration.ofHours(1);

  @Mixin Consent consent = new Consent();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    Run run = run(journal);
    List<String> plan = new java.util.ArrayList<>(lines(run.plan()));
    plan.add("Approve this for " + role);
    if (!consent.given(this, plan)) {
      note("Nothing was changed.");
      return consent.dryRun ? ExitCode.OK : ExitCode.FALLS_SHORT;
    }
    atGate().approve(id, role, lasts);
    tell(run(journal));
    return ExitCode.OK;
  }
}
