package tech.atoms.opsdesk.provider.vercel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.Prompt;

class VercelReaderTest {
  private static final String TOKEN = "vercel-token-4711";
  private final MockWebServer server = Prompt.server();
  private final Map<String, MockResponse> answers = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            asked.add(request.getTarget());
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
            String path = requireNonNull(request.getUrl()).encodedPath();
            return answers.getOrDefault(path, new MockResponse.Builder().code(404).build());
          }
        });
    server.start();
    json(
        "/v9/projects/atoms-mcp",
        """
        {"id": "prj_1", "targets": {"production": {"id": "dpl_2"}}}
        """);
    json(
        "/v6/deployments",
        """
        {"deployments": [
          {"uid": "dpl_3", "readyState": "BUILDING", "createdAt": 3000},
          {"uid": "dpl_2", "readyState": "READY", "createdAt": 2000, "readySubstate": "PROMOTED",
           "meta": {"version": "v1.4.2", "githubCommitSha": "abc1234def", "githubCommitMessage": "Fix",
                    "githubCommitAuthorName": "Kim"}},
          {"uid": "dpl_1", "readyState": "READY", "createdAt": 1000, "readySubstate": "PROMOTED"}],
         "pagination": {"count": 3, "next": null}}
        """);
    json(
        "/v4/aliases",
        """
        {"aliases": [{"deploymentId": "dpl_2", "updatedAt": 2500}, {"deploymentId": "dpl_1", "updatedAt": 9000}]}
        """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsWhatIsLiveSinceWhenAndWhatWasBefore() {
    Production production = requireNonNull(read("team_1"));
    assertThat(production.live().id()).isEqualTo("dpl_2");
    assertThat(production.live().version()).isEqualTo("v1.4.2");
    assertThat(production.live().commit()).isEqualTo("abc1234def");
    assertThat(production.live().author()).isEqualTo("Kim");
    assertThat(production.since()).isEqualTo(Instant.ofEpochMilli(2500));
    assertThat(requireNonNull(production.previous()).id()).isEqualTo("dpl_1");
    assertThat(asked).hasSize(3).allMatch(path -> path.contains("teamId=team_1"));
    assertThat(asked.get(1)).contains("projectId=prj_1", "target=production");
  }

  @Test
  void findsALiveDeploymentThatIsNotOnTheFirstPage() {
    json("/v9/projects/atoms-mcp", "{\"targets\": {\"production\": {\"id\": \"dpl_old\"}}}");
    json(
        "/v6/deployments",
        """
        {"deployments": [{"uid": "dpl_2", "readyState": "READY", "createdAt": 2000}],
         "pagination": {"count": 1, "next": 1999}}
        """);
    json(
        "/v13/deployments/dpl_old",
        """
        {"id": "dpl_old", "readyState": "READY", "createdAt": 500, "meta": {"githubCommitRef": "v1.0.0"}}
        """);
    Production production = requireNonNull(read(null));
    assertThat(production.live().id()).isEqualTo("dpl_old");
    assertThat(production.live().version()).isEqualTo("v1.0.0");
    assertThat(production.since()).isEqualTo(Instant.ofEpochMilli(500));
    assertThat(production.previous()).isNull();
    assertThat(asked).noneMatch(path -> path.contains("teamId"));
  }

  @Test
  void whatATokenWithFewRightsIsNotToldIsLeftOut() {
    json("/v9/projects/atoms-mcp", "{}");
    json(
        "/v6/deployments",
        "{\"deployments\": [{\"uid\": \"dpl_2\", \"state\": \"READY\", \"created\": 2000,"
            + " \"readySubstate\": \"PROMOTED\"}]}");
    answers.remove("/v4/aliases");
    Production production = requireNonNull(read(null));
    assertThat(production.live())
        .isEqualTo(new Deployment("dpl_2", "", "", "", "", Instant.ofEpochMilli(2000), null, true));
    assertThat(production.since()).isEqualTo(Instant.ofEpochMilli(2000));
  }

  @Test
  void aProjectWithoutDeploymentsIsNoFailure() {
    json("/v9/projects/atoms-mcp", "{\"id\": \"prj_1\"}");
    json("/v6/deployments", "{\"deployments\": []}");
    assertThat(read(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "401,Check the platform's token in the profile",
    "403,Check the platform's token in the profile",
    "404,Check project atoms-mcp and team in the profile",
    "429,It is read again at its next interval",
    "500,It is read again at its next interval"
  })
  void aRefusalSaysWhyAndWhatToDo(int status, String next) {
    answers.put(
        "/v9/projects/atoms-mcp",
        new MockResponse.Builder()
            .code(status)
            .addHeader("Retry-After", "30")
            .body("{\"error\": {\"code\": \"refused\", \"message\": \"no, " + TOKEN + "\"}}")
            .build());
    HttpFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.STATUS);
    assertThat(failure.problem().why()).startsWith("it answered " + status + " refused: no, ");
    assertThat(failure.problem().toString()).doesNotContain(TOKEN);
    assertThat(failure.problem().next()).startsWith(next);
    assertThat(failure.pause()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aWebPageIsNoAnswer() {
    answers.put(
        "/v6/deployments",
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/html")
            .body("<!doctype html><title>Sign in</title>")
            .build());
    assertThat(failure().kind()).isEqualTo(HttpFailure.Kind.CONTENT);
  }

  private void json(String path, String body) {
    answers.put(
        path,
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  private HttpFailure failure() {
    return requireNonNull(catchThrowableOfType(HttpFailure.class, () -> read(null)));
  }

  private @org.jspecify.annotations.Nullable Production read(
      @org.jspecify.annotations.Nullable String team) {
    try (VercelReader reader =
        new VercelReader(
            new PlatformSettings(
                URI.create("http://127.0.0.1:" + server.getPort()),
                "atoms-mcp",
                team,
                new SecretRef(SecretRef.Scheme.ENV, "TOKEN")),
            ref -> new Secret(TOKEN),
            Duration.ofSeconds(5))) {
      return reader.production();
    }
  }
}
