package tech.atoms.opsdesk.workflow.rollback;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.desktop.Worlds;
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
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.PlatformServer;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;

/** Whether errors and p95 are well again after a rollback, by the real engine on a real store. */
class RecoveryTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Secret TOKEN = new Secret("token-of-the-test");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-30T03:00:00Z"));
  private final InstantSource clock = now::get;
  private final SecretResolver secrets = ref -> TOKEN;
  private final Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private final Journal journal = new Journal(store);
  private final MockWebServer production = Prompt.server();
  private final PlatformServer platform;
  private final Vercel vercel;
  private final ServerClient server;
  private final ServerClient glance;
  private final Environment environment;
  private final Engine engine;

  /** What the version tells that the rollback leaves: 12 of 100 requests fail, a tenth is slow. */
  private volatile Use traffic = new Use(100, 12, 10);

  /** What the version tells that it comes to. */
  private volatile Use afterwards = new Use(100, 0, 0);

  private volatile boolean metricsHang;

  /** Whether the platform was asked to move the traffic and has not yet. */
  private volatile boolean moving;

  /** So often the new process tells at first that it is not well. */
  private volatile int badReads;

  private int reads;

  /** Requests between two reads, how many of them fail, how many take 4 s. */
  private record Use(int requests, int failing, int slow) {}

  private volatile String version = "1.5.0";
  private Instant begun = now.get().minusSeconds(300);
  private int requests = 5_900;
  private int failing = 708;
  private int slow = 590;

  RecoveryTest(@TempDir Path directory) throws Exception {
    production.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request.getUrl().encodedPath());
          }
        });
    production.start();
    platform =
        new PlatformServer(
            0,
            TOKEN,
            PlatformState.open(directory.resolve("platform.json"), 7, InstantSource.system()),
            "atomcp.sandbox.localhost",
            new Faults(clock),
            () -> {},
            clock,
            (ago, in, from, issuer, audience, somebody) -> "token",
            new RequestLog(clock),
            build -> serve(build.version().substring(1)));
    platform.start();
    PlatformSettings settings =
        new PlatformSettings(
            platform.baseUrl(),
            PlatformState.PROJECT_NAME,
            PlatformState.TEAM_ID,
            new SecretRef(SecretRef.Scheme.ENV, "TOKEN"));
    vercel = new Vercel(settings, secrets, DEADLINE, Duration.ZERO);
    environment = environment(settings, "/metrics");
    server = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
    glance = new ServerClient(environment.server(), secrets, clock, Duration.ofSeconds(2), false);
    engine =
        new Engine(
            environment,
            journal,
            new Guards(store),
            new Audit(store, directory, "here"),
            OPERATOR,
            "here",
            clock,
            this::pause);
  }

  private Environment environment(PlatformSettings settings, String metrics) {
    Environment plain = Worlds.environment(EnvironmentKind.STAGING, "shop");
    return new Environment(
        plain.name(),
        plain.kind(),
        new ServerSettings(production.url("/").uri(), "/health", metrics, "/api/mcp", null, null),
        null,
        settings,
        plain.policy(),
        plain.contacts(),
        plain.samplingInterval());
  }

  @AfterEach
  void close() {
    vercel.close();
    server.close();
    glance.close();
    platform.close();
    production.close();
    store.close();
  }

  /** The desk's time passes while the platform, which has its own, does nothing. */
  private void pause(Duration time) {
    if (moving) {
      await().pollInterval(SOON).until(() -> !moving);
    }
    now.updateAndGet(at -> at.plus(time));
  }

  private void follow(Run run) {
    if (step(run, "move").state() == StepState.APPLYING) {
      moving = !version.equals("1.4.2") && !version.equals("1.4.1");
    }
  }

  /** Another version, in a new process. */
  private synchronized void serve(String another) {
    version = another;
    begun = now.get();
    requests = 0;
    failing = 0;
    slow = 0;
    reads = 0;
    traffic = afterwards;
    moving = false;
  }

  private synchronized MockResponse answer(String path) {
    return switch (path) {
      case "/health" ->
          new MockResponse.Builder()
              .addHeader("Content-Type", "application/json")
              .body("{\"status\":\"healthy\",\"version\":\"" + version + "\"}")
              .build();
      case "/metrics" -> metrics();
      default ->
          new MockResponse.Builder().code(401).addHeader("WWW-Authenticate", "Bearer").build();
    };
  }

  private MockResponse metrics() {
    Use here = reads++ < badReads ? new Use(100, 12, 30) : traffic;
    requests += here.requests();
    failing += here.failing();
    slow += here.slow();
    MockResponse.Builder answer =
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/plain; version=0.0.4")
            .body(
                """
                # TYPE process_start_time_seconds gauge
                process_start_time_seconds %d
                # TYPE http_requests_total counter
                http_requests_total{route="/api/mcp",status="200"} %d
                http_requests_total{route="/api/mcp",status="500"} %d
                # TYPE http_request_duration_seconds histogram
                http_request_duration_seconds_bucket{route="/api/mcp",le="0.1"} %d
                http_request_duration_seconds_bucket{route="/api/mcp",le="4"} %d
                http_request_duration_seconds_bucket{route="/api/mcp",le="+Inf"} %d
                http_request_duration_seconds_count{route="/api/mcp"} %d
                """
                    .formatted(
                        begun.getEpochSecond(),
                        requests - failing,
                        failing,
                        requests - slow,
                        requests,
                        requests,
                        requests));
    return metricsHang && version.equals("1.5.0")
        ? answer.headersDelay(20, TimeUnit.SECONDS).build()
        : answer.build();
  }

  private Rollback rollback() {
    return new Rollback(Rollback.Kind.ROLLBACK, environment, vercel, server, glance, null, clock);
  }

  private Run run() throws InterruptedException {
    Plan plan = rollback().plan("");
    return engine.start(rollback(), plan, Start.of("errors", plan.confirmation()), this::follow);
  }

  private static Run.RunStep step(Run run, String id) {
    return run.steps().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static Duration took(Run run, String id) {
    Run.RunStep step = step(run, id);
    return Duration.between(step.started(), step.ended());
  }

  @Test
  void errorsAndP95AreToldAsTheyWereAndAsTheyAre() throws Exception {
    Run run = run();
    assertThat(run.isVerified()).as(run.toString()).isTrue();
    assertThat(run.steps())
        .extracting(Run.RunStep::id)
        .containsExactly("before", "move", "version", "smoke", "recovery");
    assertThat(step(run, Rollback.BEFORE).detail())
        .isEqualTo(
            "since it began: 6000 requests in 300 s, errors 12.00 %, p95 2050 ms, database"
                + " connections not told");
    assertThat(step(run, Rollback.RECOVERY).detail())
        .startsWith("recovered: 100 requests in 5 s, errors 0.00 %, p95 95 ms")
        .endsWith(
            "; before: 6000 requests in 300 s, errors 12.00 %, p95 2050 ms, database connections"
                + " not told");
    assertThat(took(run, Rollback.RECOVERY)).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void whatDoesNotRecoverWaitsForAPersonWithTheEvidence() throws Exception {
    afterwards = new Use(100, 5, 0);
    Run run = run();
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(run.why()).contains("not recovered: errors 5.00 %, before: 12.00 % (");
    assertThat(took(run, Rollback.RECOVERY)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(step(run, "smoke").state()).isEqualTo(StepState.DONE);

    traffic = new Use(100, 0, 0);
    Run again = engine.resume(rollback(), run.id(), false, "", this::follow);
    assertThat(again.isVerified()).as(again.why()).isTrue();
    assertThat(step(again, Rollback.RECOVERY).detail())
        .as("what was before is not forgotten by whoever goes on")
        .contains("recovered: ", "before: 6000 requests in 300 s, errors 12.00 %");
  }

  @Test
  void whatIsLeftOutIsNeverGreen() throws Exception {
    afterwards = new Use(100, 0, 20);
    Run paused = run();
    assertThat(paused.why()).contains("not recovered: p95 ");
    Run run = engine.resume(rollback(), paused.id(), true, "a slow client", this::follow);
    assertThat(run.state()).isEqualTo(RunState.DONE);
    assertThat(run.isVerified()).isFalse();
  }

  @Test
  void withoutRequestsNothingIsKnown() throws Exception {
    afterwards = new Use(0, 0, 0);
    Run none = run();
    assertThat(none.state()).isEqualTo(RunState.PAUSED);
    assertThat(none.why()).contains("not known whether it has recovered: there were no requests");
    engine.abandon(none.id(), "nobody is there");

    afterwards = new Use(2, 0, 0);
    serve("1.5.0");
    Plan plan = rollback().plan("v1.4.1");
    Run few = engine.start(rollback(), plan, Start.of("r", plan.confirmation()), this::follow);
    assertThat(few.why()).contains("there were only 6 requests, fewer than 20");
  }

  @Test
  void aSlowBeginningIsForgivenToTheEnd() throws Exception {
    badReads = 3;
    Run run = run();
    assertThat(run.isVerified()).as(run.why()).isTrue();
    assertThat(took(run, Rollback.RECOVERY))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(34));
  }

  @Test
  void aServerThatHangsKeepsNobodyFromRollingBack() throws Exception {
    metricsHang = true;
    Run run = run();
    assertThat(run.isVerified()).as(run.why()).isTrue();
    assertThat(step(run, Rollback.BEFORE).detail()).startsWith("not known: ");
    assertThat(step(run, Rollback.RECOVERY).detail())
        .startsWith("well: ")
        .endsWith("; before: not known");
  }

  @Test
  void aServerWithoutMetricsIsNotWatchedAndThePlanSaysSo() {
    Environment blind = environment(requireNonNull(environment.platform()), "");
    Plan plan =
        new Rollback(Rollback.Kind.ROLLBACK, blind, vercel, server, glance, null, clock).plan("");
    assertThat(plan.steps()).extracting(step -> step.id()).doesNotContain("before", "recovery");
    assertThat(plan.warnings()).anyMatch(text -> text.contains("The server tells no metrics"));
    assertThat(rollback().plan("").warnings()).noneMatch(text -> text.contains("no metrics"));
  }
}
