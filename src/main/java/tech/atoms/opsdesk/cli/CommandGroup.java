package tech.atoms.opsdesk.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that only groups commands: alone it is wrong use, and says which commands there are. */
abstract class CommandGroup implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public final void run() {
    String commands =
        spec.subcommands().keySet().stream()
            .map(name -> spec.name() + " " + name)
            .collect(Collectors.joining(", "));
    throw new ParameterException(spec.commandLine(), "Missing command: " + commands);
  }
}
