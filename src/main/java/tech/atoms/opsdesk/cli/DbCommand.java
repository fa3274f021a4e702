package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;

/** {@code opsdesk db}: groups the commands about the monitored database. */
@Command(
    name = "db",
    description = "The monitored database.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DbCheck.class,
      DbSessions.class,
      DbBlocking.class,
      DbCancel.class,
      DbTerminate.class
    })
final class DbCommand extends CommandGroup {}
