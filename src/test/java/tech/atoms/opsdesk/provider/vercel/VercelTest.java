package tech.atoms.opsdesk.provider.vercel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.Patience;
import tech.atoms.opsdesk.http.Prompt;

/** Answers are queued in the order in which they are asked for. */
class VercelTest {
  private static final String PROJECT =
      """
      {"id": "prj_1", "name": "atoms-mcp", "link": {"type": "github", "repoId": 7}}\
      """;
  private final MockWebServer server = Prompt.server();
  private final List<Duration> waited = new ArrayList<>();
  private final Vercel vercel;

  VercelTest() throws IOException {
    server.start();
    vercel = open(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    vercel.close();
    server.close();
  }

  private Vercel open(Duration patience) {
    return new Vercel(
        new PlatformSettings(
            server.url("/").uri(), "atoms-mcp", "team_1", SecretRef.parse("env:TOKEN")),
        ref -> new Secret("token-4711"),
        Duration.ofSeconds(5),
        new Patience(patience, waited::add));
  }

  private void answer(int status, String body, String... header) {
    MockResponse.Builder response = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < header.length; i += 2) {
      response.addHeader(header[i], header[i + 1]);
    }
    server.enqueue(response.build());
  }

  private RecordedRequest asked() throws InterruptedException {
    return server.takeRequest();
  }

  private String sent(RecordedRequest request) {
    return requireNonNull(request.getBody()).utf8();
  }

  @Test
  void aLimitIsWaitedForAsLongAsThePlatformSays() {
    answer(429, "{}", "Retry-After", "7");
    answer(
        429,
        "{}",
        "X-RateLimit-Reset",
        Long.toString(InstantSource.system().instant().getEpochSecond() + 10));
    answer(200, "{\"id\": \"dpl_1\", \"readyState\": \"READY\"}");
    assertThat(vercel.deployments().get("dpl_1").isReady()).isTrue();
    assertThat(waited.getFirst()).isEqualTo(Duration.ofSeconds(7));
    assertThat(waited.get(1)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(11));
  }

  @Test
  void aLimitThatLastsTooLongIsToldInWords() {
    answer(
        429, "{\"error\": {\"code\": \"rate_limited\", \"message\": \"no\"}}", "Retry-After", "60");
    HttpFailure failure =
        catchThrowableOfType(HttpFailure.class, () -> vercel.deployments().get("dpl_1"));
    assertThat(failure.isRefusal()).isTrue();
    assertThat(failure.problem().why()).isEqualTo("it answered 429 rate_limited: no");
    assertThat(failure.problem().next()).isEqualTo("Try again in 61 s");
    assertThat(waited).isEmpty();
  }

  @Test
  void onlyWhatReadsIsAskedAgainWhereThePlatformIsUnwell() {
    answer(503, "{}");
    answer(200, "{\"id\": \"dpl_1\", \"state\": \"BUILDING\"}");
    assertThat(vercel.deployments().get("dpl_1").state()).isEqualTo("BUILDING");
    assertThat(server.getRequestCount()).isEqualTo(2);

    answer(503, "{\"error\": {\"code\": \"internal_server_error\", \"message\": \"moment\"}}");
    HttpFailure failure =
        catchThrowableOfType(HttpFailure.class, () -> vercel.deployments().cancel("dpl_1"));
    assertThat(failure.isRefusal()).as("nobody knows").isFalse();
    assertThat(failure.status()).isEqualTo(503);
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void aChangeThatIsLimitedHasNotHappenedAndIsAskedAgain() {
    answer(429, "{}", "Retry-After", "2");
    answer(200, "{}");
    vercel.deployments().cancel("dpl_1");
    assertThat(waited).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void aStagedDeploymentOfACommitGetsNoDomains() throws Exception {
    answer(200, PROJECT);
    answer(200, "{\"id\": \"dpl_9\", \"url\": \"x.vercel.app\", \"readyState\": \"QUEUED\"}");
    DeploymentStatus made =
        vercel
            .deployments()
            .fromGit("main", "abc123", NewDeployment.staged(Map.of("opsdeskRun", "r1")));
    assertThat(made.id()).isEqualTo("dpl_9");
    assertThat(made.host()).isEqualTo("x.vercel.app");
    asked();
    RecordedRequest create = asked();
    assertThat(create.getTarget())
        .startsWith("/v13/deployments?forceNew=1")
        .contains("teamId=team_1");
    assertThat(VercelApi.JSON.readTree(sent(create)))
        .isEqualTo(
            VercelApi.JSON.readTree(
                """
                {"name": "atoms-mcp", "project": "prj_1", "target": "production",
                 "autoAssignCustomDomains": false, "meta": {"opsdeskRun": "r1"},
                 "gitSource": {"type": "github", "repoId": 7, "ref": "main", "sha": "abc123"}}\
                """));
  }

  @Test
  void onlyTheFilesThatAreMissingAreSent() throws Exception {
    SourceFile one = new SourceFile("app.py", "print(1)".getBytes(StandardCharsets.UTF_8));
    SourceFile two = new SourceFile("a/b.py", "print(2)".getBytes(StandardCharsets.UTF_8));
    answer(200, PROJECT);
    answer(
        400,
        "{\"error\": {\"code\": \"missing_files\", \"message\": \"m\", \"missing\": [\"%s\"]}}"
            .formatted(two.digest()));
    answer(200, "{}");
    answer(200, "{\"id\": \"dpl_9\", \"readyState\": \"QUEUED\"}");
    assertThat(
            vercel.deployments().fromFiles(List.of(one, two), NewDeployment.staged(Map.of())).id())
        .isEqualTo("dpl_9");
    asked();
    asked();
    RecordedRequest upload = asked();
    assertThat(upload.getTarget()).startsWith("/v2/files");
    assertThat(upload.getHeaders().get("x-now-digest")).isEqualTo(two.digest());
    assertThat(upload.getHeaders().get("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(sent(upload)).isEqualTo("print(2)");
  }

  @Test
  void filesThatStayMissingEndTheAttempt() {
    SourceFile one = new SourceFile("app.py", new byte[] {1});
    String missing =
        "{\"error\": {\"code\": \"missing_files\", \"message\": \"m\", \"missing\": [\"%s\"]}}"
            .formatted(one.digest());
    answer(200, PROJECT);
    answer(400, missing);
    answer(200, "{}");
    answer(400, missing);
    HttpFailure failure =
        catchThrowableOfType(
            HttpFailure.class,
            () -> vercel.deployments().fromFiles(List.of(one), NewDeployment.staged(Map.of())));
    assertThat(failure.problem().why()).contains("missing_files");
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void eachLineOfABuildIsToldOnceAlsoWhereTheStreamBreaks() throws Exception {
    String first =
        "{\"type\":\"stdout\",\"created\":1000,\"payload\":{\"id\":\"1\",\"date\":1000,\"text\":\"one\"}}\n";
    String second =
        "{\"type\":\"stderr\",\"created\":2000,\"id\":\"2\",\"date\":2000,\"text\":\"two\",\"level\":\"warning\"}\n";
    server.enqueue(
        new MockResponse.Builder()
            .body(first + second)
            .removeHeader("Content-Length")
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build());
    server.enqueue(new MockResponse.Builder().code(502).body("bad gateway").build());
    answer(
        200,
        second
            + "{\"type\":\"deployment-state\",\"id\":\"3\",\"date\":3000,\"info\":{\"readyState\":\"READY\"}}\n");
    List<String> lines = new ArrayList<>();
    VercelApi api =
        new VercelApi(
            new PlatformSettings(server.url("/").uri(), "p", null, SecretRef.parse("env:TOKEN")),
            ref -> new Secret("t"),
            Duration.ofSeconds(5));
    new BuildEvents(api, "dpl_1", waited::add)
        .follow(line -> lines.add(line.type() + " " + line.text() + line.level()), () -> false);
    api.close();
    assertThat(lines).containsExactly("stdout one", "stderr twowarning", "deployment-state ");
    asked();
    asked();
    assertThat(asked().getTarget()).contains("since=2000");
  }

  @Test
  void aCreatedAnswerMayHoldARefusal() {
    answer(
        201,
        "{\"created\": [], \"failed\": [{\"error\": {\"code\": \"ENV_CONFLICT\", \"message\": \"it"
            + " is there\"}}]}");
    HttpFailure failure =
        catchThrowableOfType(
            HttpFailure.class,
            () -> vercel.variables().create("LOG_LEVEL", new Secret("hidden-value"), false));
    assertThat(failure.isRefusal()).isTrue();
    assertThat(failure.problem().line()).contains("ENV_CONFLICT").doesNotContain("hidden-value");
  }

  @Test
  void pagesOfProjectsAreFollowed() throws Exception {
    answer(200, "{\"projects\": [{\"id\": \"prj_1\"}], \"pagination\": {\"next\": 5}}");
    answer(200, "{\"projects\": [{\"id\": \"prj_2\"}], \"pagination\": {\"next\": null}}");
    assertThat(vercel.reader().projects())
        .extracting(ProjectIds::id)
        .containsExactly("prj_1", "prj_2");
    asked();
    assertThat(asked().getTarget()).contains("until=5");
  }
}
