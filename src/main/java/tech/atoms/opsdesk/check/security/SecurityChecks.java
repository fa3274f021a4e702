package tech.atoms.opsdesk.check.security;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.configuration.Settings;
import tech.atoms.opsdesk.check.security.PublicServer.Seen;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;

/** How a server protects itself: passive checks, and probes that a person starts. */
public final class SecurityChecks implements AutoCloseable {
  private final PublicServer server;
  private final McpPoster mcp;
  private final List<Check> checks = new ArrayList<>();

  /**
   * The checks of a server. Nothing is opened yet.
   *
   * @param settings where it is
   * @param secrets resolves its token, late
   * @param somebody gives a token of a user whom a burst of requests harms nobody with; null: the
   *     profile's is used
   * @param variables of the server; null: not known
   * @param clock tells what is left of a certificate
   * @param deadline of each request
   */
  public SecurityChecks(
      ServerSettings settings,
      SecretResolver secrets,
      @Nullable Supplier<Secret> somebody,
      @Nullable Fact<Settings> variables,
      InstantSource clock,
      Duration deadline) {
    server = new PublicServer(settings, deadline);
    mcp = new McpPoster(settings, secrets, deadline);
    Fact<List<Seen>> routes =
        Fact.of("routes of the public address", Lane.SERVER, facts -> server.routes());
    checks.addAll(new TransportChecks(server, routes, settings, clock, deadline).all());
    checks.addAll(new HeaderChecks(routes, server.isHttps()).all());
    checks.addAll(new LimitProbes(mcp, somebody, variables).all());
    checks.add(new InjectionProbe(mcp).check());
  }

  /** All of them. */
  public List<Check> all() {
    return List.copyOf(checks);
  }

  @Override
  public void close() {
    server.close();
    mcp.close();
  }
}
