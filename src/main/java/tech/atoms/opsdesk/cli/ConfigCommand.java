package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk config}: groups the commands about configuration. */
@Command(
    name = "config",
    description = "Configuration.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConfigCheck.class)
final class ConfigCommand extends CommandGroup {}
