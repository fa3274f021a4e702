package tech.atoms.opsdesk.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.ServerSettings;

/** A server that is named by its URL: mixed into commands that look at any server. */
final class AnyServer {
  /** A profile's default. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);

  private static final Policy NOBODY = new Policy(List.of(), true, new Policy.Budgets(0, 0));

  @Option(
      names = "--url",
      paramLabel = "U",
      description = "Look at this server; no profile is read. It is treated as production.")
  @Nullable URI url;

  @Option(
      names = "--mcp-path",
      paramLabel = "P",
      defaultValue = "/api/mcp",
      description = "With --url: path of the MCP endpoint (default: ${DEFAULT-VALUE}).")
  String mcpPath = "/api/mcp";

  @Option(
      names = "--token",
      paramLabel = "REF",
      description = "With --url: the token by reference: env:NAME, file:PATH or keyring:NAME.")
  @Nullable String token;

  /**
   * An environment of the server alone; null where none was named. Nobody knows whether it is in
   * production, so it is treated as if it were.
   *
   * @throws WrongUse where an option makes no sense
   */
  @Nullable Environment environment() {
    URI base = url;
    if (base == null) {
      return null;
    }
    if (base.getHost() == null || !List.of("http", "https").contains(base.getScheme())) {
      throw wrong("--url", "it is not an http or https URL");
    }
    return new Environment(
        base.toString(),
        EnvironmentKind.PRODUCTION,
        settings(base),
        null,
        null,
        NOBODY,
        Contacts.NONE,
        USUAL_INTERVAL);
  }

  private ServerSettings settings(URI base) {
    try {
      return new ServerSettings(
          base,
          "/health",
          "/metrics",
          mcpPath,
          token == null ? null : SecretRef.parse(token),
          null);
    } catch (IllegalArgumentException e) {
      throw wrong("--token", String.valueOf(e.getMessage()));
    }
  }

  private static WrongUse wrong(String option, String why) {
    return new WrongUse(
        new Problem("The command cannot be run so", option, why, "See the command's --help"));
  }
}
