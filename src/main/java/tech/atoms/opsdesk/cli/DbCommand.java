package tech.atoms.opsdesk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code opsdesk db}: groups the commands about the monitored database. */
@Command(
    name = "db",
    description = "The monitored database.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DbSessions.class, DbBlocking.class})
final class DbCommand implements Runnable {
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
    throw new ParameterException(spec.commandLine(), "Missing command: db sessions, db blocking");
  }
}
