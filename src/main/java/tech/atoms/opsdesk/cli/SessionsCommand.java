package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk sessions}: groups the commands about application sessions. */
@Command(
    name = "sessions",
    description = "Application sessions.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SessionsList.class, SessionsRevoke.class, SessionsCleanup.class})
final class SessionsCommand extends CommandGroup {}
