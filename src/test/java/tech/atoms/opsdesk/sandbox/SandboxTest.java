package tech.atoms.opsdesk.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.sandbox.database.Size;

/** One sandbox lives through all of these, in order: used, killed, taken over, stopped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SandboxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final HttpClient http = HttpClient.newHttpClient();
  private Path directory;
  private Path readyFile;
  private ForkedSandbox sandbox;

  @BeforeAll
  void start(@TempDir Path temp) throws Exception {
    directory = temp.resolve("sandbox");
    readyFile = temp.resolve("ready/ready.json");
    sandbox = ForkedSandbox.start(directory, "--ready-file=" + readyFile);
  }

  @AfterAll
  void stop() throws Exception {
    http.close();
    sandbox.close();
  }

  @Test
  @Order(1)
  void tellsOtherProgramsEverythingTheyNeed() throws Exception {
    JsonNode file = JsonMapper.builder().build().readTree(readyFile.toFile());
    assertThat(file).isEqualTo(sandbox.ready);
    assertThat(file.properties())
        .extracting(java.util.Map.Entry::getKey)
        .contains(
            "environment",
            "baseUrl",
            "healthUrl",
            "metricsUrl",
            "mcpUrl",
            "platformUrl",
            "platformToken",
            "userToken",
            "jdbcUrl",
            "databaseUser",
            "databasePassword",
            "adminUser",
            "adminPassword",
            "profile",
            "dataDirectory",
            "pid");
    assertThat(file.path("pid").asLong()).isEqualTo(sandbox.process.pid());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(readyFile)))
        .isEqualTo("rw-------");
    assertThat(count("databaseUser", "databasePassword", "select count(*) from atoms_workspaces"))
        .isEqualTo(50);
    assertThat(get("healthUrl", "").body()).contains("\"status\":\"healthy\"");
    assertThat(get("platformUrl", "/v6/deployments").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void isFoundByItsDirectoryWhileItRuns(@TempDir Path empty) {
    assertThat(Running.profile(directory)).hasToString(sandbox.text("profile"));
    assertThat(Running.profile(empty)).isNull();
  }

  @Test
  @Order(2)
  void aTakenPortIsSaidBeforeAnythingIsMade(@TempDir Path other) {
    int taken = URI.create(sandbox.text("baseUrl")).getPort();
    Options options = new Options(other, true, Size.ofScale(1), taken, false);
    assertThatThrownBy(() -> Sandbox.start(options, InstantSource.system(), line -> {}))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().what()).isEqualTo("The port is not free");
              assertThat(e.problem().next()).contains("another port").doesNotContain("--fresh");
            });
    assertThat(other.resolve("postgres")).doesNotExist();
  }

  @Test
  @Order(2)
  void writesAProfileThatTheDeskReads() {
    Path profile = Path.of(sandbox.text("profile"));
    Environment environment = Profiles.load(profile).environments().getFirst();
    assertThat(environment.name()).isEqualTo("sandbox");
    assertThat(environment.kind()).isEqualTo(EnvironmentKind.SANDBOX);
    assertThat(environment.server().baseUrl()).hasToString(sandbox.text("baseUrl"));
    Secrets secrets = Secrets.of(profile);
    assertThat(secrets.resolve(requireNonNull(environment.server().token())).reveal())
        .isEqualTo(sandbox.text("userToken"));
    assertThat(secrets.resolve(requireNonNull(environment.platform()).token()).reveal())
        .isEqualTo(sandbox.text("platformToken"));
    assertThat(
            secrets
                .resolve(requireNonNull(requireNonNull(environment.database()).password()))
                .reveal())
        .isEqualTo(sandbox.text("databasePassword"));
    assertThat(environment.contacts().onCall())
        .extracting(p -> p.phone())
        .containsExactly("+1-555-0100", "+1-555-0101", "+1-555-0102");
  }

  @Test
  @Order(3)
  void isUsedBySyntheticPeople() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String metrics = get("metricsUrl", "").body();
              for (String series :
                  List.of(
                      "mcp_tool_calls_total{outcome=\"success\",tool=\"workspace_tool\"}",
                      "mcp_tool_calls_total{outcome=\"success\",tool=\"entity_tool\"}",
                      "cache_hits_total",
                      "cache_misses_total",
                      "auth_attempts_total{outcome=\"success\"}",
                      "atoms_active_sessions")) {
                assertThat(value(metrics, series)).as(series).isPositive();
              }
              assertThat(metrics)
                  .doesNotContain("status=\"500\"")
                  .doesNotContain("mcp_tool_calls_total{outcome=\"error\"");
            });
  }

  @Test
  @Order(4)
  void saysWhoHoldsItsDirectory() {
    assertThatThrownBy(
            () ->
                Sandbox.start(
                    new Options(directory, false, Size.ofScale(1), null, false),
                    java.time.InstantSource.system(),
                    line -> {}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("process " + sandbox.process.pid());
  }

  @Test
  @Order(5)
  void pausesItsDatabaseUntilTheFaultEnds() throws Exception {
    assertThat(send("POST", "/sandbox/faults/database-paused", "{}").statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> count("databaseUser", "databasePassword", "select 1"))
        .isInstanceOf(java.sql.SQLException.class);
    assertThat(
            send("POST", "/sandbox/faults/database-paused", "{\"forSeconds\": 0.5}").statusCode())
        .isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> count("databaseUser", "databasePassword", "select 1") == 1);
    await()
        .atMost(PATIENCE)
        .until(() -> get("healthUrl", "").body().contains("\"status\":\"healthy\""));
  }

  @Test
  @Order(6)
  void runsBesideAnotherOne(@TempDir Path other) throws Exception {
    try (ForkedSandbox second = ForkedSandbox.start(other.resolve("second"), "--no-traffic")) {
      assertThat(second.text("baseUrl")).isNotEqualTo(sandbox.text("baseUrl"));
      assertThat(second.text("jdbcUrl")).isNotEqualTo(sandbox.text("jdbcUrl"));
      assertThat(get("healthUrl", "").statusCode()).isEqualTo(200);
      List<ProcessHandle> below = second.descendants();
      assertThat(below).isNotEmpty();
      assertThat(second.stop(10)).isTrue();
      await().atMost(PATIENCE).until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  @Order(7)
  void takesOverWhatAKillLeftBehind() throws Exception {
    long users =
        count(
            "adminUser",
            "adminPassword",
            "with made as (insert into atoms_users (email) values ('kept@atoms.example') returning"
                + " 1) select count(*) from made");
    assertThat(users).isOne();
    JsonNode before = sandbox.ready;
    List<ProcessHandle> below = sandbox.descendants();
    sandbox.kill();
    assertThat(below).anyMatch(ProcessHandle::isAlive);

    sandbox = ForkedSandbox.start(directory, "--no-traffic");
    for (String kept :
        List.of(
            "baseUrl", "platformUrl", "issuerUrl", "jdbcUrl", "platformToken", "adminPassword")) {
      assertThat(sandbox.ready.path(kept)).as(kept).isEqualTo(before.path(kept));
    }
    assertThat(
            count(
                "adminUser",
                "adminPassword",
                "select count(*) from atoms_users where email = 'kept@atoms.example'"))
        .isOne();
  }

  @Test
  @Order(8)
  void startsAnewWhereAsked() throws Exception {
    String password = sandbox.text("adminPassword");
    sandbox.kill();
    sandbox = ForkedSandbox.start(directory, "--fresh", "--no-traffic");
    assertThat(sandbox.text("adminPassword")).isNotEqualTo(password);
    assertThat(count("adminUser", "adminPassword", "select count(*) from atoms_users"))
        .isEqualTo(200);
  }

  @Test
  @Order(9)
  void endsWithoutLeavingAProcess() throws Exception {
    List<ProcessHandle> below = sandbox.descendants();
    assertThat(sandbox.stop(10)).isTrue();
    await().atMost(PATIENCE).until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  @Order(10)
  void leavesForeignDirectoriesAlone(@TempDir Path foreign) throws Exception {
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(
            () ->
                Sandbox.start(
                    new Options(foreign, true, Size.ofScale(1), null, false),
                    java.time.InstantSource.system(),
                    line -> {}))
        .hasMessageContaining("not a sandbox");
    assertThat(foreign.resolve("thesis.txt")).exists();
  }

  private static double value(String metrics, String series) {
    Matcher match = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)").matcher(metrics);
    return match.find() ? Double.parseDouble(match.group(1)) : 0;
  }

  private HttpResponse<String> get(String member, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(sandbox.text(member) + path))
            .header("Authorization", "Bearer " + sandbox.text("platformToken"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(sandbox.text("platformUrl") + path))
            .header("Authorization", "Bearer " + sandbox.text("platformToken"))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private long count(String user, String password, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                sandbox.text("jdbcUrl"), sandbox.text(user), sandbox.text(password));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
