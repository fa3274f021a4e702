package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk security}: groups the commands about protection. */
@Command(
    name = "security",
    description = "How the server protects itself: TLS, headers, limits.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SecurityScan.class})
final class SecurityCommand extends CommandGroup {}
