package tech.atoms.opsdesk.cli;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

/** Injects faults into a running sandbox. */
@Command(
    name = "fault",
    description = "Injects faults into a running sandbox.",
    subcommands = {FaultCommand.List.class, FaultCommand.Set.class, FaultCommand.Clear.class})
final class FaultCommand extends SandboxFaults {
  @Override
  protected int execute() throws IOException {
    return list();
  }

  /** {@code fault list}. */
  @Command(name = "list", description = "Lists the faults and which of them are on.")
  static final class List extends SandboxFaults {
    @Override
    protected int execute() throws IOException {
      return list();
    }
  }

  /** {@code fault set}. */
  @Command(name = "set", description = "Switches a fault on, or changes its value.")
  static final class Set extends SandboxFaults {
    @Parameters(index = "0", paramLabel = "NAME", description = "See fault list.")
    String name = "";

    @Option(names = "--value", paramLabel = "V", description = "How much; see fault list.")
    @Nullable Double value;

    @Option(
        names = "--for",
        paramLabel = "D",
        converter = ShortDuration.class,
        description = "Ends by itself after 30s, 5m, 2h or PT30S.")
    @Nullable Duration duration;

    @Override
    protected int execute() throws IOException {
      try (FaultClient client = client()) {
        return show(java.util.List.of(client.set(name, value, duration)));
      }
    }
  }

  /** {@code fault clear}. */
  @Command(name = "clear", description = "Switches a fault off.")
  static final class Clear extends SandboxFaults {
    @Parameters(index = "0", paramLabel = "NAME", description = "See fault list.")
    String name = "";

    @Override
    protected int execute() throws IOException {
      try (FaultClient client = client()) {
        return show(java.util.List.of(client.clear(name)));
      }
    }
  }
}
