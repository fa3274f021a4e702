package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk deps}: groups the commands about the server's packages. */
@Command(
    name = "deps",
    description = "The server's packages.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = DepsCheck.class)
final class DepsCommand extends CommandGroup {}
