package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;

/** {@code opsdesk keepwarm status}: whether it is on, what it costs, and what it does. */
@Command(
    name = "status",
    description = {
      "Whether the server is kept warm, what that costs, and its cold starts an hour and a day"
          + " with",
      "and without it, as the server has counted them. What was not measured is said so."
    })
final class KeepwarmStatus extends WarmCommand {
  @Override
  int work(KeepWarm keepWarm, Store store) throws Exception {
    return tell(keepWarm.standing());
  }
}
