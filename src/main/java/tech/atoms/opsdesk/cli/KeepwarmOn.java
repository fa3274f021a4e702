package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;

/** {@code opsdesk keepwarm on}: for all desks on the store. */
@Command(
    name = "on",
    description = {
      "Keeps the server warm: a desk that is open asks for its health at the interval of the"
          + " profile,",
      "one desk at a time. Where none is open, 'opsdesk keepwarm run' does it."
    })
final class KeepwarmOn extends WarmCommand {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; stands in the audit trail.")
  String reason = "";

  @Override
  int work(KeepWarm keepWarm, Store store) throws Exception {
    keepWarm.switchTo(true, reason);
    return tell(keepWarm.standing());
  }
}
