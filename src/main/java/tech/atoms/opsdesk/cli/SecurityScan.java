package tech.atoms.opsdesk.cli;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.security.SecurityChecks;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.ServerSettings;

/** {@code opsdesk security scan}: what a server shows of its protection, limits among it. */
@Command(
    name = "scan",
    description = {
      "Looks at the redirect to https, TLS versions and suites, certificate and headers, and tries",
      "limits. Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class SecurityScan extends ProbingCommand {
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  @Option(
      names = "--url",
      paramLabel = "U",
      description = "Look at this server; no profile is read. Active probes only with --yes.")
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

  private @Nullable SecurityChecks ofUrl;

  @Override
  boolean belongs(CheckSpec spec) {
    return spec.subject().equals("security");
  }

  @Override
  protected int execute() throws Exception {
    try {
      return super.execute();
    } finally {
      if (ofUrl != null) {
        ofUrl.close();
      }
    }
  }

  @Override
  @Nullable List<Check> own() {
    URI base = url;
    if (base == null) {
      return null;
    }
    if (base.getHost() == null || !List.of("http", "https").contains(base.getScheme())) {
      throw wrong("--url", "it is not an http or https URL");
    }
    SecurityChecks checks =
        new SecurityChecks(settings(base), secrets(), null, InstantSource.system(), DEADLINE);
    ofUrl = checks;
    List<Check> all = checks.all();
    announce(all.stream().map(Check::spec).toList(), yes, "without a profile");
    return all.stream().filter(one -> yes || one.spec().cost() == Cost.PASSIVE).toList();
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

  private static ProblemException wrong(String option, String why) {
    return new ProblemException(
        new Problem(
            "The command cannot be run so", option, why, "See 'opsdesk security scan --help'"));
  }
}
