package tech.atoms.opsdesk.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line; each command is a class of its own. */
@Command(
    name = "opsdesk",
    description = "Watches and operates one MCP server in production.",
    subcommands = {})
public final class Opsdesk {

  /**
   * Runs a command.
   *
   * @param args the command line
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Opsdesk())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
