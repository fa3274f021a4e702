package tech.atoms.opsdesk.workflow.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HeldCertificate;
import tech.atoms.opsdesk.check.configuration.Required;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.provider.vercel.Variable;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.Build;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.sandbox.platform.Servers;
import tech.atoms.opsdesk.sandbox.platform.Works;
import tech.atoms.opsdesk.workflow.HealthyServer;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.deploy.Wanted;
import tech.atoms.opsdesk.workflow.rollback.Rollback;
import tech.atoms.opsdesk.workflow.variables.SetVariables;

/** The sandbox's platform, and a server that tells the version that the platform has moved to. */
final class PlatformWorld implements World {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String TOKEN = "token-of-the-platform";
  private static final Map<String, String> VARIABLES =
      Map.of("LOG_LEVEL", "INFO", "WORKOS_API_KEY", "sk_live_4711abcdefgh");

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  private final String workflow;
  private final List<String> served = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final PlatformServer platform;
  private final Vercel vercel;
  private final MockWebServer server = Prompt.server();
  private final MockWebServer beside = Prompt.server();
  private final PlatformState state;
  private final int deployments;
  private final Path authority;
  private final Relay besideRelay;
  private final Relay platformRelay;
  private final Relay serverRelay;

  PlatformWorld(String workflow, Site site, Relay.Watch changes, Relay.Watch looks)
      throws Exception {
    this.workflow = workflow;
    site.secret("token", TOKEN);
    for (Map.Entry<String, String> one : VARIABLES.entrySet()) {
      site.secret(one.getKey(), one.getValue());
    }
    Path file = Files.createTempDirectory(site.directory, "platform").resolve("platform.json");
    state = PlatformState.open(file, 7, CLOCK);
    if (workflow.equals(Deploy.ID)) {
      Instant now = CLOCK.instant();
      state.variables(
          Required.all().stream().map(one -> HealthyServer.variable(one.name(), now)).toList());
    }
    deployments = state.releases().size();
    authority =
        Files.writeString(
            site.directory.toAbsolutePath().resolve("ca.pem"), AUTHORITY.certificatePem());
    HealthyServer.startStaged(beside, AUTHORITY);
    besideRelay = new Relay(beside.getPort(), looks);
    platform =
        new PlatformServer(
            0,
            new Secret(TOKEN),
            state,
            "atomcp.sandbox.localhost",
            new Faults(CLOCK),
            () -> {},
            CLOCK,
            (ago, in, from, issuer, audience, somebody) -> "token",
            new RequestLog(CLOCK),
            new Works(servers(), HealthyServer.MAIN, Duration.ofMillis(400)));
    platform.start();
    vercel =
        new Vercel(
            new PlatformSettings(
                platform.baseUrl(),
                PlatformState.PROJECT_NAME,
                PlatformState.TEAM_ID,
                SecretRef.parse("env:TOKEN")),
            ref -> new Secret(TOKEN),
            Duration.ofSeconds(5),
            Duration.ZERO);
    served.add("v1.5.0");
    server.setDispatcher(new HealthyServer(served::getLast));
    server.start();
    if (workflow.equals(Rollback.Kind.UNDO.id())) {
      rollBack();
    }
    platformRelay = new Relay(platform.port(), counting(changes));
    serverRelay = new Relay(server.getPort(), looks);
  }

  private Relay.Watch counting(Relay.Watch changes) {
    return new Relay.Watch() {
      @Override
      public boolean asked(Relay.Line line) {
        return changes.asked(line);
      }

      @Override
      public boolean answered(Relay.Line line, String answer) {
        if (answer.startsWith("HTTP/1.1 201")) {
          accepted.incrementAndGet();
        }
        return changes.answered(line, answer);
      }
    };
  }

  private void rollBack() throws InterruptedException {
    String to =
        vercel.traffic().deployments(100).stream()
            .filter(one -> one.deployment().version().equals("v1.4.2"))
            .findFirst()
            .orElseThrow()
            .deployment()
            .id();
    vercel.traffic().rollBack(to);
    while (!vercel.traffic().traffic().live().equals(to)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** What is deployed is reached through a relay too. */
  private Servers servers() {
    return new Servers() {
      @Override
      public void serve(Build build) {
        served.add(build.version());
      }

      @Override
      public int port() {
        return besideRelay.port();
      }

      @Override
      public int stage(Build build, int port) {
        return besideRelay.port();
      }
    };
  }

  @Override
  public String workflow() {
    return workflow;
  }

  @Override
  public String target() {
    return switch (workflow) {
      case SetVariables.ID -> SetVariables.target(references());
      case Deploy.ID -> Wanted.ref("main", "", Duration.ZERO).target();
      default -> "";
    };
  }

  private static Map<String, String> references() {
    Map<String, String> references = new java.util.TreeMap<>();
    VARIABLES.keySet().forEach(name -> references.put(name, "file:" + name));
    return references;
  }

  @Override
  public List<String> command() {
    List<String> command = new ArrayList<>();
    if (workflow.equals(SetVariables.ID)) {
      command.addAll(List.of("env", "set"));
      references().forEach((name, reference) -> command.add(name + "=" + reference));
    } else if (!workflow.equals(Deploy.ID)) {
      command.addAll(
          List.of("rollback", workflow.equals(Rollback.Kind.UNDO.id()) ? "undo" : "run"));
    }
    return command;
  }

  @Override
  public boolean asks(String said) {
    return said.contains("POST /");
  }

  @Override
  public int applied() {
    return workflow.equals(Deploy.ID)
        ? state.releases().size() - deployments + served.size() - 1
        : accepted.get();
  }

  @Override
  public int expected() {
    return switch (workflow) {
      case SetVariables.ID -> VARIABLES.size();
      case Deploy.ID -> 2; // built once, promoted once
      default -> 1;
    };
  }

  @Override
  public String wrong() {
    if (workflow.equals(SetVariables.ID)) {
      List<String> set =
          vercel.variables().production().stream().map(Variable::key).sorted().toList();
      return set.equals(VARIABLES.keySet().stream().sorted().toList()) ? "" : "set are " + set;
    }
    boolean undo = workflow.equals(Rollback.Kind.UNDO.id());
    if (workflow.equals(Deploy.ID)) {
      return served.equals(List.of("v1.5.0", "v2.0.0")) ? "" : "served " + served;
    }
    List<String> wanted =
        undo ? List.of("v1.5.0", "v1.4.2", "v1.5.0") : List.of("v1.5.0", "v1.4.2");
    boolean pinned = vercel.traffic().traffic().pinned();
    return served.equals(wanted) && pinned != undo
        ? ""
        : "served " + served + (pinned ? ", pinned" : "");
  }

  @Override
  public String profile() {
    return """
    server:
      baseUrl: http://127.0.0.1:%d
      caFile: %s
    platform:
      apiUrl: http://127.0.0.1:%d
      project: %s
      team: %s
      token: "file:token"
    """
        .formatted(
            serverRelay.port(),
            authority,
            platformRelay.port(),
            PlatformState.PROJECT_NAME,
            PlatformState.TEAM_ID);
  }

  @Override
  public void close() {
    platformRelay.close();
    serverRelay.close();
    vercel.close();
    platform.close();
    server.close();
    besideRelay.close();
    beside.close();
  }
}
