package tech.atoms.opsdesk.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The root of the command line; each command is a class of its own. */
@Command(
    name = "opsdesk",
    description = "Watches and operates one MCP server in production.",
    versionProvider = Opsdesk.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Without a command the window opens.",
      "Exit codes: 0 holds or done, 1 falls short or failed, 2 wrong use or bad",
      "configuration, 3 could not be determined, 130 interrupted."
    },
    subcommands = {
      FaultCommand.class,
      ConfigCommand.class,
      DbCommand.class,
      DepsCommand.class,
      SessionsCommand.class,
      StatusCommand.class,
      HealthCommand.class,
      CheckCommand.class,
      ChecklistCommand.class,
      AuditCommand.class,
      AuthCommand.class,
      SecurityCommand.class,
      MetricsCommand.class,
      DeploymentsCommand.class,
      BackupCommand.class,
      DeployCommand.class,
      RollbackCommand.class,
      RecoverCommand.class,
      EnvCommand.class,
      RunsCommand.class,
      ApproveCommand.class,
      FreezeCommand.class,
      NotifyCommand.class,
      UnlockCommand.class,
      KeepwarmCommand.class
    })
public final class Opsdesk {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  Opsdesk() {}

  /**
   * Runs a command.
   *
   * @param more commands of floors above this one (those that need the window)
   * @param args the command line
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(Collection<? extends DeskCommand> more, String... args) {
    return commandLine(more).execute(args);
  }

  static CommandLine commandLine(Collection<? extends DeskCommand> more) {
    CommandLine commandLine = new CommandLine(new Opsdesk());
    more.forEach(commandLine::addSubcommand);
    return commandLine
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(colours(System.getenv("NO_COLOR"))))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Failures.Usage())
        .setExecutionExceptionHandler(new Failures.Unexpected());
  }

  /** Colours only on a terminal, and only where NO_COLOR does not forbid them. */
  @SuppressWarnings("SystemConsoleNull") // the JDK's documentation still allows null
  private static Ansi colours(@Nullable String noColor) {
    boolean forbidden = noColor != null && !noColor.isEmpty();
    Console console = System.console();
    return !forbidden && console != null && console.isTerminal() ? Ansi.ON : Ansi.OFF;
  }

  /** The version that the build wrote beside this class. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      try (InputStream in = Opsdesk.class.getResourceAsStream("version.properties")) {
        Properties written = new Properties();
        written.load(in);
        return new String[] {"opsdesk " + written.getProperty("version")};
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
