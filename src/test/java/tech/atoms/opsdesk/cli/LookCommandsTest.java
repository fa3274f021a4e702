package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.monitor.State;
import tech.atoms.opsdesk.monitor.StateChange;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Status, health and metrics list against a small server of the kind that runs today. */
class LookCommandsTest {
  private final MockWebServer server = Prompt.server();
  private final Small small = new Small();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path directory;

  /** Says little about itself, wants sign-in for MCP, and counts its scrapes. */
  private static final class Small extends Dispatcher {
    private final AtomicInteger scrapes = new AtomicInteger();
    private final AtomicInteger authorized = new AtomicInteger();
    private volatile boolean metricsGone;
    private volatile boolean empty;
    private volatile long healthDelayMillis;

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String path = Objects.requireNonNull(request.getUrl()).encodedPath();
      if (empty && (path.equals("/health") || path.equals("/metrics"))) {
        return new MockResponse.Builder().code(200).build();
      }
      if (metricsGone
          && Objects.requireNonNull(request.getUrl()).encodedPath().equals("/metrics")) {
        return new MockResponse.Builder().code(404).build();
      }
      return switch (Objects.requireNonNull(request.getUrl()).encodedPath()) {
        case "/health" ->
            new MockResponse.Builder()
                .addHeader("Content-Security-Policy", "default-src 'none'")
                .addHeader("X-Content-Type-Options", "nosniff")
                .addHeader("X-Frame-Options", "DENY")
                .body("{\"status\":\"healthy\",\"service\":\"atoms\",\"transport\":\"http\"}")
                .headersDelay(healthDelayMillis, TimeUnit.MILLISECONDS)
                .build();
        case "/metrics" ->
            new MockResponse.Builder()
                .body(
                    "http_requests_total{status=\"200\"} " + 30 * scrapes.incrementAndGet() + "\n")
                .build();
        case "/api/mcp" -> {
          authorized.addAndGet(request.getHeaders().get("Authorization") == null ? 0 : 1);
          MockResponse.Builder answer =
              new MockResponse.Builder().addHeader("Access-Control-Allow-Origin", "*");
          yield "OPTIONS".equals(request.getMethod())
              ? answer.code(204).build()
              : answer.code(401).addHeader("WWW-Authenticate", "Bearer").build();
        }
        default -> new MockResponse.Builder().code(404).build();
      };
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(small);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void statusTellsTheStateByItsRules() throws IOException {
    assertThat(run("status", "--profile", profile(), "--format", "json"))
        .isEqualTo(ExitCode.FALLS_SHORT);
    JsonNode json = new JsonMapper().readTree(out.toString());
    assertThat(json.path("environment").asText()).isEqualTo("small");
    assertThat(json.path("state").asText()).isEqualTo("degraded");
    assertThat(json.path("rules").toString()).isEqualTo("[\"sign-in-broken\"]");
    assertThat(json.path("components")).hasSize(6);
    assertThat(json.path("components").get(0).path("state").asText()).isEqualTo("unknown");
    assertThat(json.path("components").get(1).path("why").asText())
        .isEqualTo("Up, asks for sign-in");
    assertThat(json.path("alerts").isArray()).isTrue();
    assertThat(json.path("lastBackup").isNull()).isTrue();
  }

  @Test
  void statusIsOneScreenOfText() throws IOException {
    run("status", "--profile", profile());
    assertThat(out.toString())
        .contains("Degraded:", "[sign-in-broken]", "CORS          Healthy   Allow-Origin present");
    assertThat(out.toString().lines().count()).isLessThan(30);
  }

  @Test
  void statusTellsSinceWhenOnlyWhereTheStateRecordedLastIsTheOneFound() throws IOException {
    TestPostgres.Database database = TestPostgres.createDatabase();
    Instant before = Instant.parse("2026-11-22T09:00:00Z");
    record(database, before, State.HEALTHY, State.DEGRADED);
    String profile = profileWithStore(database);

    run("status", "--profile", profile, "--format", "json");
    JsonNode degraded = new JsonMapper().readTree(out.toString());
    assertThat(degraded.path("state").asText()).isEqualTo("degraded");
    assertThat(degraded.path("since").asText()).isEqualTo("2026-11-22T09:00:00Z");

    run("status", "--profile", profile);
    assertThat(out.toString()).contains("Degraded since 2026-11-22T09:00:00Z:");

    record(database, before.plusSeconds(60), State.DEGRADED, State.DOWN);
    out.getBuffer().setLength(0);
    run("status", "--profile", profile, "--format", "json");
    JsonNode changed = new JsonMapper().readTree(out.toString());
    assertThat(changed.path("state").asText()).isEqualTo("degraded");
    assertThat(changed.path("since").isNull()).isTrue();
  }

  private static void record(TestPostgres.Database database, Instant at, State from, State to) {
    try (Store store = TestStores.open(TestStores.in(database))) {
      new StateChanges(store, "small")
          .append(
              new StateChanges.Change(
                  at, StateChange.ENVIRONMENT, from.name(), to.name(), "So it was found"));
    }
  }

  private String profileWithStore(TestPostgres.Database database) throws IOException {
    Path password =
        Files.createFile(
            directory.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, TestPostgres.PASSWORD.reveal());
    Path profile = Path.of(profile());
    Files.writeString(
        profile,
        """
        store: {url: "%s", user: %s, password: "file:password"}
        """
            .formatted(database.jdbcUrl(), TestPostgres.USER),
        StandardOpenOption.APPEND);
    return profile.toString();
  }

  @Test
  void metricsListHasRatesFromTwoScrapesAndLeavesOutWhatIsNotProvided() throws IOException {
    assertThat(run("metrics", "list", "--profile", profile(), "--format", "json")).isZero();
    JsonNode series = new JsonMapper().readTree(out.toString()).path("series");
    for (JsonNode one : series) {
      boolean told =
          List.of(
                  "request_rate",
                  "error_rate",
                  "error_rate_4xx",
                  "error_rate_5xx",
                  "health_response_time")
              .contains(one.path("name").asText());
      assertThat(one.path("points").size()).as(one.toString()).isEqualTo(told ? 1 : 0);
    }
  }

  @Test
  void whatCannotBeReadIsUnknownAndNotLeftOut() throws IOException {
    small.metricsGone = true;
    assertThat(run("metrics", "list", "--profile", profile(), "--format", "json"))
        .isEqualTo(ExitCode.UNDETERMINED);
    JsonNode answer = new JsonMapper().readTree(out.toString());
    assertThat(answer.path("outcome").asText()).isEqualTo("unknown");
    for (JsonNode one : answer.path("series")) {
      String why = one.path("unknown").asText();
      if (one.path("source").asText().equals("Metrics")) {
        assertThat(why).as(one.toString()).contains("404");
      } else {
        assertThat(why).as(one.toString()).isEmpty();
      }
    }
  }

  @Test
  void answersOfNothingAreToldAndNotTakenForGood() throws IOException {
    small.empty = true;
    assertThat(run("status", "--profile", profile())).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(out.toString())
        .contains(
            "The health endpoint answered nothing: status 200 with an empty body"
                + " [health-unreadable]",
            "The metrics endpoint gives no metrics: it answered 200 with an empty body");
  }

  @Test
  void whatStatusCallsDegradedDoesNotPassAsHealth() throws IOException {
    small.healthDelayMillis = 700;
    assertThat(run("health", "--url", url(), "--format", "json")).isEqualTo(ExitCode.FALLS_SHORT);
    JsonNode findings = new JsonMapper().readTree(out.toString()).path("findings");
    assertThat(outcome(findings, "health.endpoint")).isEqualTo("pass");
    assertThat(outcome(findings, "health.response-time")).isEqualTo("fail");
    assertThat(outcome(findings, "health.rules")).isEqualTo("fail");
    assertThat(out.toString()).contains("[health-slow]");
    run("status", "--profile", profile());
    assertThat(out.toString()).contains("[health-slow]", "(target < 50 ms)");
  }

  @Test
  void healthOfAnyServer() throws IOException {
    assertThat(run("health", "--url", url(), "--format", "json")).isEqualTo(ExitCode.FALLS_SHORT);
    JsonNode findings = new JsonMapper().readTree(out.toString()).path("findings");
    assertThat(outcome(findings, "health.endpoint")).isEqualTo("pass");
    assertThat(outcome(findings, "health.status")).isEqualTo("pass");
    assertThat(outcome(findings, "health.mcp")).isEqualTo("pass");
    assertThat(outcome(findings, "health.auth")).isEqualTo("pass");
    assertThat(outcome(findings, "health.auth-metadata")).isEqualTo("fail");
    // Nobody knows whether it is in production: no token is invented for it.
    assertThat(outcome(findings, "health.auth-expired")).isEqualTo("not applicable");
    assertThat(small.authorized).hasValue(0);
    assertThat(outcome(findings, "health.cors")).isEqualTo("pass");
  }

  @Test
  void whatCannotBeReachedIsUndetermined() throws IOException {
    server.close();
    assertThat(run("health", "--url", url())).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(out.toString()).contains("unknown", "connection refused");
    assertThat(run("health", "--url", "ftp://x")).isEqualTo(ExitCode.USAGE);
    assertThat(run("status", "--profile", profile())).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(out.toString()).contains("Server unreachable: connection refused");
  }

  private static String outcome(JsonNode findings, String id) {
    for (JsonNode one : findings) {
      if (one.path("id").asText().equals(id)) {
        return one.path("outcome").asText();
      }
    }
    return "absent";
  }

  private String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  private String profile() throws IOException {
    return Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: small
                kind: sandbox
                server:
                  baseUrl: %s
            """
                .formatted(url()))
        .toString();
  }

  private int run(String... args) {
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }
}
