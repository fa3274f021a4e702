package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;

/** {@code opsdesk keepwarm off}: for all desks on the store. */
@Command(
    name = "off",
    description = {"Keeps the server warm no more."})
final class KeepwarmOff extends WarmCommand {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; stands in the audit trail.")
  String reason = "";

  @Override
  int work(KeepWarm keepWarm, Store store) throws Exception {
    keepWarm.switchTo(false, reason);
    return tell(keepWarm.standing());
  }
}
