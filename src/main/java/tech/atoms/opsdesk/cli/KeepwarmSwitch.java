package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Option;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;

/** A command that switches keeping the server warm, for all desks on the store. */
abstract class KeepwarmSwitch extends WarmCommand {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; stands in the audit trail.")
  String reason = "";

  private final boolean on;

  KeepwarmSwitch(boolean on) {
    this.on = on;
  }

  @Override
  final int work(KeepWarm keepWarm, Store store) throws Exception {
    keepWarm.switchTo(on, reason);
    return tell(keepWarm.standing());
  }
}
