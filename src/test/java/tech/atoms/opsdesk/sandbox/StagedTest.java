package tech.atoms.opsdesk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/** A whole sandbox: what is deployed runs, is promoted, and is rolled back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StagedTest {
  private static final String CALL =
      """
      {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "workspace_tool",
       "arguments": {"operation": "list_workspaces"}}}
      """;

  private Sandbox sandbox;
  private HttpClient http;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    sandbox =
        Sandbox.start(
            new Options(directory.resolve("s"), false, Size.ofScale(1), null, false),
            InstantSource.system(),
            line -> {});
    http = HttpClient.newBuilder().sslContext(Trusting.sandbox(directory.resolve("s"))).build();
  }

  @AfterAll
  void stop() {
    http.close();
    sandbox.close();
  }

  @Test
  void whatWasBuiltRunsBesideProductionAndTakesItsPlace() throws Exception {
    JsonNode made = deploy("release/1.5.1");
    URI own = URI.create("https://" + made.path("url").asText());
    assertThat(version(own)).isEqualTo("1.5.1");
    assertThat(version(production())).isEqualTo("1.5.0");
    HttpResponse<String> call = call(own);
    assertThat(call.statusCode()).as(call.body()).isEqualTo(200);
    assertThat(logs(made)).contains("/api/mcp");

    move("promote", made.path("id").asText());
    await().ignoreExceptions().until(() -> version(production()).equals("1.5.1"));
    assertThat(call(production()).statusCode()).isEqualTo(200);
    assertThat(version(own)).isEqualTo("1.5.1");
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asText();
  }

  private JsonNode deploy(String ref) throws Exception {
    JsonNode made =
        platform(
            "POST",
            "/v13/deployments",
            """
            {"name": "atoms-mcp", "target": "production", "autoAssignCustomDomains": false,
             "gitSource": {"type": "github", "org": "atoms", "repo": "atoms-mcp", "ref": "%s"}}
            """
                .formatted(ref));
    String path = "/v13/deployments/" + text(made, "id");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> text(platform("GET", path, ""), "readyState").equals("READY"));
    return platform("GET", path, "");
  }

  private void move(String how, String id) throws Exception {
    platform("POST", "/v9/projects/" + PlatformState.PROJECT_ID + "/" + how + "/" + id, "{}");
  }

  private String logs(JsonNode deployment) throws Exception {
    return send(
            "GET",
            URI.create(sandbox.ready().platformUrl())
                .resolve(
                    "/v1/projects/atoms-mcp/deployments/"
                        + text(deployment, "id")
                        + "/runtime-logs"),
            "",
            sandbox.ready().platformToken())
        .body();
  }

  private URI production() {
    return URI.create(sandbox.ready().httpsUrl());
  }

  private String version(URI base) throws Exception {
    return JsonMapper.builder()
        .build()
        .readTree(send("GET", base.resolve("/health"), "", "").body())
        .path("version")
        .asText();
  }

  private HttpResponse<String> call(URI base) throws Exception {
    return send("POST", base.resolve("/api/mcp"), CALL, sandbox.ready().userToken());
  }

  private JsonNode platform(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        send(
            method,
            URI.create(sandbox.ready().platformUrl()).resolve(path),
            body,
            sandbox.ready().platformToken());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private HttpResponse<String> send(String method, URI uri, String body, String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
