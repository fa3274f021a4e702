package tech.atoms.opsdesk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;

/** The real command line of the platform, not changed in anything, against a whole sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VercelCliTest {
  private VercelCli cli;
  private Sandbox sandbox;
  private HttpClient http;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("s");
    // Before the sandbox: where there is no command line, nothing is started for nothing.
    VercelCli.require();
    sandbox =
        Sandbox.start(
            new Options(data, false, Size.ofScale(1), null, false),
            InstantSource.system(),
            line -> {});
    http = HttpClient.newBuilder().sslContext(Trusting.sandbox(data)).build();
    cli =
        VercelCli.open(
            directory.resolve("cli"),
            sandbox.ready().platformUrl(),
            sandbox.ready().platformToken());
    VercelCli.Result linked = cli.call("link", "--project", PlatformState.PROJECT_NAME, "--yes");
    assertThat(linked.exit()).as(linked.all()).isZero();
    assertThat(Files.readString(cli.app().resolve(".vercel/project.json")))
        .contains(PlatformState.PROJECT_ID, PlatformState.TEAM_ID);
  }

  @AfterAll
  void stop() {
    if (sandbox != null) {
      http.close();
      sandbox.close();
    }
  }

  @Test
  void tellsWhoAndWhatThereIs() throws Exception {
    assertThat(well("whoami").out()).isEqualTo("release-manager\n");
    assertThat(well("ls").err()).contains("● Ready", "● Error", "Preview");
    assertThat(well("inspect", "atomcp.sandbox.localhost").err())
        .contains("● Ready", "production", "https://atomcp.sandbox.localhost");
    http.send(
        HttpRequest.newBuilder(production().resolve("/nowhere")).build(),
        HttpResponse.BodyHandlers.discarding());
    assertThat(well("logs", "--query", "level:warning AND requestPath:/now*").out())
        .contains("warning", "GET /nowhere HTTP/1.1\" 404");
    VercelCli.Result wrong = cli.as("wrong", "", "whoami");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).contains("not valid");
  }

  @Test
  void setsAndRemovesVariables() throws Exception {
    assertThat(cli.told("hidden", "env", "add", "OF_THE_TEST", "production").exit()).isZero();
    assertThat(cli.told("again", "env", "add", "OF_THE_TEST", "production").err())
        .contains("exists already");
    assertThat(well("env", "ls", "production").out()).contains("OF_THE_TEST");
    well("env", "pull", ".env.pulled", "--environment=production", "--yes");
    assertThat(Files.readString(cli.app().resolve(".env.pulled")))
        .contains("OF_THE_TEST=\"[SENSITIVE]\"", "RATE_LIMIT_ENABLED=\"true\"")
        .doesNotContain("hidden");
    well("env", "rm", "OF_THE_TEST", "production", "--yes");
    assertThat(well("env", "ls", "production").out()).doesNotContain("OF_THE_TEST");
  }

  @Test
  void deploysPromotesAndRollsBack() throws Exception {
    String before = live();
    Files.writeString(cli.app().resolve("app.py"), "VERSION = \"7.1.0\"\n");
    String url = well("deploy", "--prod", "--skip-domain").out().lines().findFirst().orElseThrow();
    assertThat(version(URI.create(url))).isEqualTo("7.1.0");
    assertThat(version(production())).isEqualTo("1.5.0");
    assertThat(well("inspect", url.substring("https://".length()), "--logs").all())
        .contains("uv sync --frozen");

    assertThat(well("promote", url, "--yes").all()).contains("was promoted to");
    assertThat(version(production())).isEqualTo("7.1.0");

    assertThat(well("rollback", before, "--yes").all()).contains("was rolled back to");
    assertThat(version(production())).isEqualTo("1.5.0");
    assertThat(well("rollback", "status").all()).contains("was rolled back to");

    // Pinned by the rollback: a new one gets no traffic until it is promoted.
    Files.writeString(cli.app().resolve("app.py"), "VERSION = \"7.2.0\"\n");
    well("deploy", "--prod");
    assertThat(version(production())).isEqualTo("1.5.0");
  }

  @Test
  void tellsWhatFailed() throws Exception {
    Files.writeString(cli.app().resolve("app.py"), "print(\"no version\")\n");
    VercelCli.Result failed = cli.call("deploy");
    // Its exit code is 0 now and then although it says this, as it ends while it still writes.
    assertThat(failed.err()).contains("Error: No entrypoint");
    VercelCli.Result unknown = cli.call("rollback", "dpl_unknown", "--yes");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("Can't find the deployment");
  }

  private VercelCli.Result well(String... arguments) throws Exception {
    VercelCli.Result result = cli.call(arguments);
    assertThat(result.exit()).as(result.all()).isZero();
    return result;
  }

  private URI production() {
    return URI.create(sandbox.ready().httpsUrl());
  }

  private String live() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(sandbox.ready().platformUrl()).resolve("/v9/projects/atoms-mcp"))
                .header("Authorization", "Bearer " + sandbox.ready().platformToken())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return json(answer).at("/targets/production/id").asText();
  }

  private String version(URI base) throws Exception {
    return json(http.send(
            HttpRequest.newBuilder(base.resolve("/health")).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString()))
        .path("version")
        .asText();
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JsonMapper.builder().build().readTree(answer.body());
  }
}
