package tech.atoms.opsdesk.workflow.deploy;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.provider.vercel.DeploymentStatus;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.traffic.Smoke;

/** The staged deployment as a server at its own address. Blocks; one thread. */
final class StagedServer {
  private static final Duration DEADLINE = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Staged staged;
  private final ServerSettings production;
  private final SecretResolver secrets;
  private final InstantSource clock;
  private @Nullable String version;

  StagedServer(
      Staged staged, ServerSettings production, SecretResolver secrets, InstantSource clock) {
    this.staged = staged;
    this.production = production;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What a smoke test sees now. */
  List<Smoke.Line> look() {
    DeploymentStatus ready = staged.ready();
    try (ServerClient server = open(ready)) {
      return Smoke.of(server, ready.deployment().version());
    }
  }

  /** The version that it tells; else what the platform tells; empty where nobody does. */
  String version() {
    String known = version;
    if (known == null) {
      DeploymentStatus ready = staged.ready();
      try (ServerClient server = open(ready)) {
        String told = server.health().version();
        known = told == null ? ready.deployment().version() : told;
      } catch (ProblemException away) {
        known = ready.deployment().version();
      }
      version = known;
    }
    return known;
  }

  private ServerClient open(DeploymentStatus ready) {
    URI url = URI.create("https://" + ready.host());
    return new ServerClient(
        new ServerSettings(
            url,
            production.healthPath(),
            production.metricsPath(),
            production.mcpPath(),
            production.token(),
            production.caFile()),
        secrets,
        clock,
        DEADLINE,
        false,
        PATIENCE);
  }
}
