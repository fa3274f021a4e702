package tech.atoms.opsdesk.desktop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.run.Workflows;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;

/**
 * An environment that can be changed: the sandbox's platform, a server that tells the version which
 * the platform serves, and a store of its own.
 */
public final class PlatformWorld implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final InstantSource CLOCK = InstantSource.system();

  /** What the server tells as its version. */
  public final AtomicReference<String> version = new AtomicReference<>("1.5.0");

  /** The platform moves traffic when this is down. */
  public final AtomicReference<CountDownLatch> mayServe =
      new AtomicReference<>(new CountDownLatch(0));

  private final SecretResolver secrets = ref -> new Secret("token-of-the-test");
  private final MockWebServer server = Prompt.server();
  private final Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private final Path data;
  private final PlatformServer platform;
  private final Vercel vercel;
  private final Environment environment;

  /** Starts everything. */
  public PlatformWorld() {
    try {
      data = Files.createTempDirectory("platform-world");
      data.toFile().deleteOnExit();
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return answer(request.getUrl().encodedPath());
            }
          });
      server.start();
      platform =
          new PlatformServer(
              0,
              new Secret("token-of-the-test"),
              PlatformState.open(data.resolve("platform.json"), 7, CLOCK),
              "atomcp.sandbox.localhost",
              new Faults(CLOCK),
              () -> {},
              CLOCK,
              (ago, in, from, issuer, audience, somebody) -> "token",
              new RequestLog(CLOCK),
              build -> {
                if (!mayServe.get().await(60, TimeUnit.SECONDS)) {
                  throw new IllegalStateException("never allowed to serve");
                }
                version.set(build.version().substring(1));
              });
      platform.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    PlatformSettings settings =
        new PlatformSettings(
            platform.baseUrl(),
            PlatformState.PROJECT_NAME,
            PlatformState.TEAM_ID,
            new SecretRef(SecretRef.Scheme.ENV, "TOKEN"));
    vercel = new Vercel(settings, secrets, DEADLINE, DEADLINE);
    Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
    environment =
        new Environment(
            plain.name(),
            plain.kind(),
            new ServerSettings(server.url("/").uri(), "/health", "", "/api/mcp", null, null),
            null,
            settings,
            plain.policy(),
            plain.contacts(),
            plain.samplingInterval());
  }

  private MockResponse answer(String path) {
    return switch (path) {
      case "/health" ->
          new MockResponse.Builder()
              .addHeader("content-type", "application/json")
              .body("{\"status\":\"healthy\",\"version\":\"" + version.get() + "\"}")
              .build();
      case "/api/mcp" ->
          new MockResponse.Builder().code(401).addHeader("www-authenticate", "Bearer").build();
      default -> new MockResponse.Builder().code(404).build();
    };
  }

  /** Where. */
  public Environment environment() {
    return environment;
  }

  /** Lists deployments. */
  public VercelTraffic traffic() {
    return vercel.traffic();
  }

  /** Where it is recorded. */
  public Store store() {
    return store;
  }

  /** What is recorded. */
  public Journal journal() {
    return new Journal(store);
  }

  /** The runs of the environment for somebody who holds the roles. */
  public Runs runs(FxJobs jobs, List<String> roles) {
    return runs(jobs, roles, new Opener());
  }

  /** As the other, with workflows of the test. */
  public Runs runs(FxJobs jobs, List<String> roles, Workflows workflows) {
    Me me = new Me("Operator", "operator", roles);
    Audit audit = new Audit(store, data, "desk");
    Guards guards = new Guards(store);
    Engine engine =
        new Engine(environment, journal(), guards, audit, me, "desk", CLOCK, Pause.REAL);
    AtGate atGate = new AtGate(environment, journal(), guards, audit, me, CLOCK);
    return new Runs(
        environment, me, engine, atGate, guards, journal(), workflows, jobs, jobs, CLOCK);
  }

  /** Whether its server is kept warm, for somebody who holds the roles. */
  public KeepWarm keepWarm(List<String> roles) {
    return new KeepWarm(
        environment,
        store,
        new Audit(store, data, "desk"),
        new Me("Operator", "operator", roles),
        CLOCK);
  }

  /** Says what somebody who holds the roles says beside runs. */
  public AtGate atGate(List<String> roles) {
    return new AtGate(
        environment,
        journal(),
        new Guards(store),
        new Audit(store, data, "desk"),
        new Me("Manager", "manager", roles),
        CLOCK);
  }

  @Override
  public void close() {
    mayServe.get().countDown();
    vercel.close();
    platform.close();
    server.close();
    store.close();
  }

  private final class Opener implements Workflows {
    @Override
    public <T> T with(String workflow, Work<T> work) throws Exception {
      try (var opened =
          new tech.atoms.opsdesk.workflow.catalogue.Workflows(environment, secrets, null, CLOCK)) {
        return work.with(opened.of(workflow));
      }
    }
  }
}
