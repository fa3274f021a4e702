package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk auth}: groups the commands about sign-in. */
@Command(
    name = "auth",
    description = "Sign-in: who issues tokens, and which are refused.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuthCheck.class})
final class AuthCommand extends CommandGroup {}
