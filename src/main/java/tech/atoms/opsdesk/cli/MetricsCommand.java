package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code opsdesk metrics}: groups the commands about metrics. */
@Command(
    name = "metrics",
    description = "Metrics and what was recorded of them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MetricsList.class, MetricsQuery.class})
final class MetricsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: metrics list or query");
  }
}
