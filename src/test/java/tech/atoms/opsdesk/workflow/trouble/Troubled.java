package tech.atoms.opsdesk.workflow.trouble;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HeldCertificate;
import tech.atoms.opsdesk.check.configuration.Required;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.provider.vercel.Patient;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.Build;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.sandbox.platform.Servers;
import tech.atoms.opsdesk.sandbox.platform.Variable;
import tech.atoms.opsdesk.sandbox.platform.Works;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.HealthyServer;

/**
 * The sandbox's platform with its troubles, the server that it serves under production's address,
 * and one beside it. Time is told by whoever made it.
 */
final class Troubled implements AutoCloseable {
  static final String MISSING = "EXTRA_KEY";
  static final String VALUE = "value-of-the-test";
  private static final String TOKEN = "token-of-the-test";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Faults faults;
  final PlatformState state;
  final List<String> served = new CopyOnWriteArrayList<>();
  final Vercel vercel;
  final Environment environment;
  final ServerClient server;
  final SecretResolver secrets =
      ref -> new Secret(ref.toString().equals("env:EXTRA") ? VALUE : TOKEN);
  private final PlatformServer platform;
  private final MockWebServer production = Prompt.server();
  private final MockWebServer beside = Prompt.server();

  /**
   * Starts it.
   *
   * @param passes lets time pass for the adapter
   * @param trouble tells the project that the profile names, and the adapter's deadline
   */
  Troubled(Path directory, InstantSource clock, Consumer<Duration> passes, Cell.Trouble trouble)
      throws Exception {
    faults = new Faults(clock);
    state = PlatformState.open(directory.resolve("platform.json"), 7, clock);
    state.variables(
        Required.all().stream()
            .map(one -> HealthyServer.variable(one.name(), clock.instant()))
            .toList());
    served.add(state.liveVersion());
    platform =
        new PlatformServer(
            0,
            new Secret(TOKEN),
            state,
            "atomcp.sandbox.localhost",
            faults,
            () -> {},
            clock,
            (ago, in, from, issuer, audience, somebody) -> "token",
            new RequestLog(clock),
            new Works(servers(), HealthyServer.MAIN, Duration.ofMillis(50)));
    platform.start();
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    Path pem = Files.writeString(directory.resolve("authority.pem"), authority.certificatePem());
    start(authority);
    environment = environment(pem, trouble.project());
    vercel = open(environment, trouble.deadline(), passes);
    server = new ServerClient(environment.server(), secrets, clock, Duration.ofSeconds(5), false);
  }

  private void start(HeldCertificate authority) throws IOException {
    production.setDispatcher(new HealthyServer(() -> served.getLast()));
    production.start();
    HealthyServer.startStaged(beside, authority);
  }

  private Servers servers() {
    return new Servers() {
      @Override
      public void serve(Build build) {
        served.add(build.version());
      }

      @Override
      public int port() {
        return beside.getPort();
      }

      @Override
      public int stage(Build build, int port) {
        return beside.getPort();
      }
    };
  }

  private Environment environment(Path pem, String project) {
    Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
    return new Environment(
        "shop",
        plain.kind(),
        new ServerSettings(
            URI.create("http://127.0.0.1:" + production.getPort()),
            "/health",
            "/metrics",
            "/api/mcp",
            null,
            pem),
        null,
        new PlatformSettings(
            platform.baseUrl(), project, PlatformState.TEAM_ID, SecretRef.parse("env:TOKEN")),
        plain.policy(),
        plain.contacts(),
        plain.samplingInterval());
  }

  private Vercel open(Environment of, Duration deadline, Consumer<Duration> passes) {
    return Patient.open(
        java.util.Objects.requireNonNull(of.platform()), secrets, deadline, PATIENCE, passes);
  }

  /** Somebody else sets the variable, to another value. */
  void setByOthers() {
    List<Variable> all = new java.util.ArrayList<>(state.variables());
    all.add(HealthyServer.variable(MISSING, Instant.EPOCH));
    state.variables(all);
  }

  Map<String, String> missing() {
    return Map.of(MISSING, "env:EXTRA");
  }

  /** How many deployments there are. */
  int deployments() {
    return state.releases().size();
  }

  /** Whether the variable is set, to the value that was meant. */
  boolean isSet() {
    return state.variables().stream()
        .anyMatch(one -> one.key().equals(MISSING) && one.value().equals(VALUE));
  }

  @Override
  public void close() {
    vercel.close();
    server.close();
    platform.close();
    production.close();
    beside.close();
  }
}
