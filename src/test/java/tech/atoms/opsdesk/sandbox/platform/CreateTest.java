package tech.atoms.opsdesk.sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/** Deployments are created, built, cancelled; over HTTP. */
class CreateTest {
  @TempDir private Path directory;
  private final List<Build> served = Collections.synchronizedList(new ArrayList<>());
  private RunningPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new RunningPlatform(directory, InstantSource.system(), served::add);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void buildsACommitAndLeavesTrafficWhereItIs() throws Exception {
    String before = platform.live();
    JsonNode made = platform.createStaged();
    assertThat(made.path("id").asText()).matches("dpl_[A-Za-z0-9]{24}");
    assertThat(made.path("readyState").asText()).isIn("QUEUED", "BUILDING");
    assertThat(made.at("/meta/run").asText()).isEqualTo("r1");
    assertThat(made.at("/gitSource/sha").asText()).isEqualTo(RunningPlatform.COMMIT);

    String said = platform.follow(made);
    assertThat(said)
        .contains("Cloning github.com/atoms/atoms-mcp (Branch: main, Commit: 0123456)")
        .contains("uv sync --frozen")
        .contains("Deployment completed");
    String last = said.lines().reduce("", (a, b) -> b);
    assertThat(JsonMapper.builder().build().readTree(last).at("/info/readyState").asText())
        .isEqualTo("READY");

    JsonNode ready = platform.status(made);
    assertThat(ready.path("readyState").asText()).isEqualTo("READY");
    assertThat(ready.path("readySubstate").asText()).isEqualTo("STAGED");
    assertThat(ready.at("/meta/version").asText()).isEqualTo("v2.0.0");
    assertThat(ready.path("ready").asLong()).isGreaterThan(ready.path("buildingAt").asLong());
    assertThat(platform.live()).isEqualTo(before);
    assertThat(served).isEmpty();
    assertThat(platform.get("/v6/deployments?limit=1").at("/deployments/0/uid").asText())
        .isEqualTo(made.path("id").asText());
  }

  @Test
  void promotesWhatWasBuiltAndRollsBack() throws Exception {
    String before = platform.live();
    JsonNode made = platform.createStaged();
    platform.follow(made);
    String id = made.path("id").asText();
    String project = "projects/" + PlatformState.PROJECT_ID;
    assertThat(platform.send("POST", "/v9/" + project + "/rollback/" + id, "{}").statusCode())
        .as("it never served")
        .isEqualTo(422);
    assertThat(platform.send("POST", "/v10/" + project + "/promote/" + id, "{}").statusCode())
        .isEqualTo(201);
    await().until(() -> platform.live().equals(id));
    assertThat(served).extracting(Build::version).containsExactly("v2.0.0");
    assertThat(platform.status(made).path("readySubstate").asText()).isEqualTo("PROMOTED");
    assertThat(platform.status(made).at("/alias/0").asText()).isEqualTo("atomcp.sandbox.localhost");

    assertThat(platform.send("POST", "/v9/" + project + "/rollback/" + before, "{}").statusCode())
        .isEqualTo(201);
    await().until(() -> platform.live().equals(before));
    JsonNode after = platform.get("/v9/" + project + "?rollbackInfo=true");
    assertThat(after.path("autoAssignCustomDomains").asBoolean()).isFalse();
    assertThat(after.at("/lastAliasRequest/jobStatus").asText()).isEqualTo("succeeded");
    assertThat(
            platform.get("/v9/" + project + "/rollback/aliases").at("/aliases/0/status").asText())
        .isEqualTo("completed");
  }

  @Test
  void givesADeploymentForProductionTheTrafficUnlessProductionIsPinned() throws Exception {
    String body =
        """
        {"name": "atoms-mcp", "target": "production",
         "gitSource": {"type": "github", "org": "atoms", "repo": "atoms-mcp", "ref": "main"}}
        """;
    JsonNode first = platform.create(body);
    platform.follow(first);
    assertThat(platform.live()).isEqualTo(first.path("id").asText());
    HttpResponse<String> pinned =
        platform.send("PATCH", "/v9/projects/atoms-mcp", "{\"autoAssignCustomDomains\": false}");
    assertThat(pinned.statusCode()).isEqualTo(200);
    JsonNode second = platform.create(body);
    platform.follow(second);
    assertThat(platform.status(second).path("readySubstate").asText()).isEqualTo("STAGED");
    assertThat(platform.live()).isEqualTo(first.path("id").asText());
  }

  @Test
  void asksForFilesThatItDoesNotHave() throws Exception {
    String app = "VERSION = \"3.1.0\"\n";
    String body =
        """
        {"name": "atoms-mcp", "files": [
          {"file": "app.py", "sha": "%s", "size": %d},
          {"file": "README.md", "data": "SGk=", "encoding": "base64"}]}
        """
            .formatted(RunningPlatform.sha1(app), app.length());
    HttpResponse<String> missing = platform.send("POST", "/v13/deployments", body);
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(RunningPlatform.json(missing).at("/error/code").asText()).isEqualTo("missing_files");
    assertThat(RunningPlatform.json(missing).at("/error/missing/0").asText())
        .isEqualTo(RunningPlatform.sha1(app));
    assertThat(platform.upload(RunningPlatform.sha1("else"), app).statusCode()).isEqualTo(400);
    assertThat(platform.upload(RunningPlatform.sha1(app), app).statusCode()).isEqualTo(200);
    JsonNode made = platform.create(body);
    platform.follow(made);
    JsonNode ready = platform.status(made);
    assertThat(ready.path("readyState").asText()).isEqualTo("READY");
    assertThat(ready.path("target").isNull()).isTrue();
    assertThat(ready.path("source").asText()).isEqualTo("cli");
    assertThat(ready.at("/meta/version").asText()).isEqualTo("v3.1.0");
  }

  @Test
  void buildsAnotherDeploymentAnew() throws Exception {
    String old = platform.live();
    JsonNode made =
        platform.create(
            """
            {"name": "atoms-mcp", "deploymentId": "%s", "target": "production",
             "autoAssignCustomDomains": false, "meta": {"action": "redeploy"}}
            """
                .formatted(old));
    platform.follow(made);
    JsonNode ready = platform.status(made);
    assertThat(ready.path("id").asText()).isNotEqualTo(old);
    assertThat(ready.at("/meta/version").asText()).isEqualTo("v1.5.0");
    assertThat(ready.path("source").asText()).isEqualTo("redeploy");
  }

  @Test
  void saysWhatItCannotMake() throws Exception {
    for (String[] one :
        new String[][] {
          {"404", "not_found", "{\"name\": \"other\", \"files\": []}"},
          {"400", "bad_request", "{\"name\": \"atoms-mcp\"}"},
          {"400", "bad_request", "{\"name\": \"atoms-mcp\", \"target\": \"moon\"}"},
          {"404", "not_found", "{\"name\": \"atoms-mcp\", \"deploymentId\": \"dpl_none\"}"},
          {
            "400",
            "incorrect_git_source_info",
            "{\"name\": \"atoms-mcp\", \"gitSource\": {\"repo\": \"atoms-mcp\", \"ref\": \"x\"}}"
          },
          {"400", "bad_request", "{"}
        }) {
      HttpResponse<String> refused = platform.send("POST", "/v13/deployments", one[2]);
      assertThat(refused.statusCode()).as(one[2]).isEqualTo(Integer.parseInt(one[0]));
      assertThat(RunningPlatform.json(refused).at("/error/code").asText()).isEqualTo(one[1]);
    }
    assertThat(platform.get("/v6/deployments").at("/pagination/count").asInt()).isEqualTo(7);
  }

  @Test
  void buildsThatFailSayWhy() throws Exception {
    platform.faults.set(Fault.BUILD_FAILS, null, null);
    JsonNode made = platform.createStaged();
    assertThat(platform.follow(made)).contains("exited with 1");
    JsonNode failed = platform.status(made);
    assertThat(failed.path("readyState").asText()).isEqualTo("ERROR");
    assertThat(failed.path("errorCode").asText()).isEqualTo("BUILD_FAILED");
    assertThat(failed.path("errorMessage").asText()).contains("uv sync --frozen");

    platform.faults.clear(Fault.BUILD_FAILS);
    JsonNode empty =
        platform.create(
            """
            {"name": "atoms-mcp", "files": [{"file": "index.html", "data": "x"}]}
            """);
    platform.follow(empty);
    assertThat(platform.status(empty).path("errorMessage").asText()).contains("app.py");
  }

  @Test
  void buildsThatHangCanBeCancelled() throws Exception {
    platform.faults.set(Fault.BUILD_HANGS, null, null);
    JsonNode made = platform.createStaged();
    String id = made.path("id").asText();
    await().until(() -> platform.status(made).path("readyState").asText().equals("BUILDING"));
    JsonNode lines = platform.get("/v3/deployments/" + id + "/events");
    assertThat(lines.get(0).at("/payload/deploymentId").asText()).isEqualTo(id);
    HttpResponse<String> stopped =
        platform.send("PATCH", "/v12/deployments/" + id + "/cancel", null);
    assertThat(stopped.statusCode()).isEqualTo(200);
    assertThat(RunningPlatform.json(stopped).path("readyState").asText()).isEqualTo("CANCELED");
    assertThat(platform.follow(made)).contains("canceled");
    assertThat(platform.send("PATCH", "/v12/deployments/" + id + "/cancel", null).statusCode())
        .isEqualTo(400);
    platform.faults.clear(Fault.BUILD_HANGS);
    JsonNode other = platform.createStaged();
    platform.follow(other);
    assertThat(platform.status(other).path("readyState").asText()).isEqualTo("READY");
    assertThat(platform.status(made).path("readyState").asText()).isEqualTo("CANCELED");
  }

  @Test
  void aBuildThatTheStopOfTheSandboxCutOffHasFailedAfterwards() throws Exception {
    platform.faults.set(Fault.BUILD_HANGS, null, null);
    JsonNode made = platform.createStaged();
    await().until(() -> platform.status(made).path("readyState").asText().equals("BUILDING"));
    platform.close();
    platform = new RunningPlatform(directory, InstantSource.system(), served::add);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> platform.status(made).path("readyState").asText().equals("ERROR"));
    assertThat(platform.follow(made)).contains("uv sync --frozen").contains("was lost");
  }
}
