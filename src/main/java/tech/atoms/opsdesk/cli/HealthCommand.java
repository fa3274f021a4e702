package tech.atoms.opsdesk.cli;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.health.HealthChecks;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.server.ServerClient;

/** {@code opsdesk health}: the health checks of an environment, or of any server by its URL. */
@Command(
    name = "health",
    description = {
      "Asks the health endpoint, the MCP endpoint, for sign-in and for cross-origin headers.",
      "Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class HealthCommand extends EnvironmentCommand {
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /** A profile's default. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);

  private final InstantSource clock = InstantSource.system();

  @Option(
      names = "--url",
      paramLabel = "U",
      description = "Look at this server; no profile is read.")
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

  @Override
  protected int execute() throws Exception {
    Environment environment = url == null ? environment() : null;
    ServerSettings settings = environment == null ? ofUrl() : environment.server();
    // Of a server without a profile nobody knows whether it is in production.
    boolean forge = environment != null && environment.kind() != EnvironmentKind.PRODUCTION;
    List<Finding> findings;
    try (ServerClient server = new ServerClient(settings, secrets(), clock, DEADLINE, forge)) {
      HealthChecks checks =
          new HealthChecks(
              server,
              clock,
              environment == null ? USUAL_INTERVAL : environment.samplingInterval(),
              "https".equals(settings.baseUrl().getScheme()));
      findings = new CheckRun(clock).run(checks.all(), finding -> {});
    }
    Told told = new Told(findings);
    if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment == null ? null : environment.name());
      answer.put("url", settings.baseUrl().toString());
      answer.put("at", clock.instant());
      told.into(answer);
      json(answer);
    } else {
      told.lines().forEach(this::say);
    }
    return told.exitCode();
  }

  private ServerSettings ofUrl() {
    URI base = url;
    if (base == null
        || base.getHost() == null
        || !List.of("http", "https").contains(base.getScheme())) {
      throw wrong("--url", "it is not an http or https URL");
    }
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

  private static ProblemException wrong(String option, String why) {
    return new ProblemException(
        new Problem("The command cannot be run so", option, why, "See 'opsdesk health --help'"));
  }
}
