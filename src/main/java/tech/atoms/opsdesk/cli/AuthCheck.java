package tech.atoms.opsdesk.cli;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.atoms.opsdesk.check.CheckSpec;

/** {@code opsdesk auth check}: the checks of sign-in, active probes among them. */
@Command(
    name = "check",
    description = {
      "Looks at issuer, keys, challenge, tokens and sessions, and tries tokens that must be",
      "refused. Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class AuthCheck extends ProbingCommand {
  private static final Set<String> ALSO = Set.of("health.cors", "health.auth-metadata");

  @Mixin AnyServer server = new AnyServer();

  @Override
  @Nullable AnyServer anyServer() {
    return server;
  }

  @Override
  boolean belongs(CheckSpec spec) {
    return spec.subject().equals("auth") || ALSO.contains(spec.id());
  }
}
