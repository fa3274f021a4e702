package tech.atoms.opsdesk.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.atoms.opsdesk.check.CheckSpec;

/** {@code opsdesk health}: the health checks of an environment, or of any server by its URL. */
@Command(
    name = "health",
    description = {
      "Asks the health endpoint, the MCP endpoint, for sign-in and for cross-origin headers.",
      "Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class HealthCommand extends CheckingCommand {
  @Mixin AnyServer server = new AnyServer();

  @Override
  @Nullable AnyServer anyServer() {
    return server;
  }

  @Override
  boolean wants(CheckSpec spec) {
    return spec.subject().equals("health");
  }
}
