package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk env}: groups the commands about the project's environment variables. */
@Command(
    name = "env",
    description = "Environment variables of the project at the platform.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {EnvDiff.class, EnvSet.class})
final class EnvCommand extends CommandGroup {}
