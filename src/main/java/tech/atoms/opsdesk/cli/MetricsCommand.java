package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk metrics}: groups the commands about metrics. */
@Command(
    name = "metrics",
    description = "Metrics and what was recorded of them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MetricsList.class, MetricsQuery.class})
final class MetricsCommand extends CommandGroup {}
