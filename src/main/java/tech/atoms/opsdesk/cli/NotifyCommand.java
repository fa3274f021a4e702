package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk notify}: the channels through which people outside hear. */
@Command(
    name = "notify",
    description = "The channels through which people hear how runs end.",
    subcommands = {NotifyTest.class})
final class NotifyCommand extends CommandGroup {}
