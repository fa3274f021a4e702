package tech.atoms.opsdesk.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.atoms.opsdesk.check.CheckSpec;

/** {@code opsdesk security scan}: what a server shows of its protection, limits among it. */
@Command(
    name = "scan",
    description = {
      "Looks at the redirect to https, TLS versions and suites, certificate and headers, and tries",
      "limits. Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class SecurityScan extends ProbingCommand {
  @Mixin AnyServer server = new AnyServer();

  @Override
  @Nullable AnyServer anyServer() {
    return server;
  }

  @Override
  boolean belongs(CheckSpec spec) {
    return spec.subject().equals("security");
  }
}
