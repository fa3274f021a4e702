package tech.atoms.opsdesk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;

/** {@code opsdesk runs confirm}: says at a gate what it asks a person for. */
@Command(
    name = "confirm",
    description = {
      "Says at the gate that a run waits at what it asks a person for: sentences to confirm, the",
      "text to type. What stands there is told by 'opsdesk runs show'. The gate opens by itself",
      "once nothing is missing."
    })
final class RunsConfirm extends OneRunCommand {
  @Option(
      names = "--tick",
      paramLabel = "SENTENCE",
      description = "A sentence of the gate, word for word; may be given more than once.")
  List<String> ticks = List.of();

  @Option(names = "--typed", paramLabel = "TEXT", description = "The gate's confirmation.")
  @Nullable String typed;

  @Option(
      names = "--bypass",
      paramLabel = "REASON",
      description = "Go through without the approvals; stands out in every record.")
  @Nullable String bypass;

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (ticks.isEmpty() && typed == null && bypass == null) {
      throw new WrongUse(
          new Problem(
              "Nothing is said",
              id,
              "none of --tick, --typed and --bypass is given",
              "See what the gate asks for: opsdesk runs show " + id));
    }
    run(journal);
    ticks.forEach(tick -> atGate().tick(id, tick));
    if (bypass != null) {
      atGate().bypass(id, bypass);
    }
    if (typed != null) {
      atGate().type(id, typed);
    }
    tell(run(journal));
    return ExitCode.OK;
  }
}
