package tech.atoms.opsdesk.sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.checkout.Source;
import tech.atoms.opsdesk.sandbox.checkout.Sources;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/** A platform with a repository of one branch and quick builds, asked over HTTP. */
final class RunningPlatform implements AutoCloseable {
  static final String TOKEN = "platform-token-of-the-test";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final Sources SOURCES =
      (ref, sha) ->
          ref.equals("main") && (sha == null || COMMIT.startsWith(sha))
              ? Optional.of(
                  new Source(COMMIT, "Answer faster", "Engineering", "VERSION = \"2.0.0\"\n"))
              : Optional.empty();

  final Faults faults;
  final PlatformState state;
  final RequestLog requests;
  final PlatformServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  RunningPlatform(Path directory, InstantSource clock, Servers servers) throws Exception {
    faults = new Faults(clock);
    requests = new RequestLog(clock);
    state = PlatformState.open(directory.resolve("platform.json"), 42, clock);
    server =
        new PlatformServer(
            0,
            new Secret(TOKEN),
            state,
            "atomcp.sandbox.localhost",
            faults,
            () -> {},
            clock,
            (ago, in, from, issuer, audience, somebody) -> "token",
            requests,
            new Works(servers, SOURCES, Duration.ofMillis(50)));
    server.start();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.baseUrl().resolve(path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> send(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    return http.send(
        request(path)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> upload(String digest, String content)
      throws IOException, InterruptedException {
    return http.send(
        request("/v2/files")
            .header("Content-Type", "application/octet-stream")
            .header("x-now-digest", digest)
            .POST(HttpRequest.BodyPublishers.ofString(content))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path, null);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return json(response);
  }

  /** Creates a deployment, which must work. */
  JsonNode create(String body) throws IOException, InterruptedException {
    HttpResponse<String> response = send("POST", "/v13/deployments", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  /** Creates one of the branch, for production, that waits to be promoted. */
  JsonNode createStaged() throws IOException, InterruptedException {
    return create(
        """
        {"name": "atoms-mcp", "project": "%s", "target": "production",
         "autoAssignCustomDomains": false, "meta": {"run": "r1"},
         "gitSource": {"type": "github", "repoId": %d, "ref": "main"}}
        """
            .formatted(PlatformState.PROJECT_ID, DeploymentJson.REPOSITORY));
  }

  /** Everything that a build says, once it is over. */
  String follow(JsonNode deployment) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            "GET",
            "/v3/now/deployments/"
                + deployment.path("id").asText()
                + "/events?direction=forward&follow=1&format=lines",
            null);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/stream+json");
    return response.body();
  }

  JsonNode status(JsonNode deployment) throws IOException, InterruptedException {
    return get("/v13/deployments/" + deployment.path("id").asText());
  }

  String live() throws IOException, InterruptedException {
    return get("/v9/projects/atoms-mcp").at("/targets/production/id").asText();
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JsonMapper.builder().build().readTree(response.body());
  }

  static String sha1(String content) {
    return Uploads.sha1(content.getBytes(StandardCharsets.UTF_8));
  }

  URI url() {
    return server.baseUrl();
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
