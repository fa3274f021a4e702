package tech.atoms.opsdesk.sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the platform's command line asks for; over HTTP. */
class CommandLineRoutesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir private Path directory;
  private RunningPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new RunningPlatform(directory, InstantSource.fixed(NOW), build -> {});
    platform.requests.add("GET", "/health", 200);
    platform.requests.add("POST", "/api/mcp", 401);
    platform.requests.add("POST", "/api/mcp", 500);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private HttpResponse<String> ask(String event, String filter, int limit, String more)
      throws Exception {
    return platform.send(
        "POST",
        "/v1/observability/events?teamId=" + PlatformState.TEAM_ID,
        """
        {"event": "%s", "timeRange": {"start": "%s", "end": "%s"}, "limit": %d,
         "filter": "%s", "order": "desc"%s}
        """
            .formatted(
                event,
                NOW.minus(Duration.ofMinutes(30)),
                NOW.plusSeconds(1),
                limit,
                filter.replace("\"", "\\\""),
                more));
  }

  private List<Integer> rows(String event, String filter) throws Exception {
    HttpResponse<String> answer = ask(event, filter, 100, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RunningPlatform.json(answer)
        .path("events")
        .valueStream()
        .map(e -> e.path("requestId").asText())
        .map(id -> Integer.valueOf(id.substring(id.lastIndexOf('-') + 1)))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''|1 2 3",
        "level:error|3",
        "level:(error OR warning)|2 3",
        "level:error AND NOT requestPath:*mcp*|''",
        "level != info|2 3",
        "NOT (level:info OR level:error)|2",
        "requestMethod:POST level:error|3",
        "requestMethod:GET OR level:error|1 3",
        "requestPath:/api*|2 3",
        "requestPath:\"/health\"|1",
        "traceId:*|''",
        "isSystemLog:false|1 2 3",
        "HEALTH|1",
      })
  void entriesAreFiltered(String filter, String rows) throws Exception {
    assertThat(rows("vercel.log", filter))
        .isEqualTo(
            rows.isEmpty()
                ? List.of()
                : List.of(rows.split(" ")).stream().map(Integer::valueOf).toList());
  }

  @Test
  void responsesAreComparedByNumber() throws Exception {
    assertThat(rows("vercel.proxy_response", "httpStatus >= 401")).containsExactly(2, 3);
    assertThat(rows("vercel.proxy_response", "httpStatus < 401")).containsExactly(1);
    assertThat(
            rows(
                "vercel.proxy_response", "(NOT pathType:\"background_func\") AND (httpStatus:500)"))
        .containsExactly(3);
  }

  @Test
  void pagesEndWhereThereIsNoMore() throws Exception {
    JsonNode first = RunningPlatform.json(ask("vercel.log", "", 2, ""));
    assertThat(first.path("events")).hasSize(2);
    assertThat(first.at("/pagination/hasMore").asBoolean()).isTrue();
    String cursor = first.at("/pagination/nextCursor").asText();
    JsonNode second =
        RunningPlatform.json(ask("vercel.log", "", 2, ", \"cursor\": \"" + cursor + "\""));
    assertThat(second.path("events")).hasSize(1);
    assertThat(second.at("/pagination/hasMore").asBoolean()).isFalse();
    assertThat(second.at("/pagination/nextCursor").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vercel.log|level:(",
        "vercel.log|level:error)",
        "vercel.log|level >= x",
        "vercel.log|a !b",
        "vercel.span|level:error",
      })
  void saysWhatItDoesNotUnderstand(String event, String filter) throws Exception {
    HttpResponse<String> answer = ask(event, filter, 1, "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningPlatform.json(answer).at("/error/issues/0/message").asText()).isNotBlank();
  }

  @Test
  void pullsWhatATargetSeesWithoutSecrets() throws Exception {
    platform.state.variables(
        List.of(
            variable("PLAIN", "a", "plain", "production"),
            variable("SECRET", "b", "sensitive", "production"),
            variable("OTHER", "c", "encrypted", "preview")));
    JsonNode pulled = platform.get("/v3/env/pull/" + PlatformState.PROJECT_ID + "/production");
    assertThat(pulled.path("env").toString()).isEqualTo("{\"PLAIN\":\"a\",\"SECRET\":\"\"}");
    assertThat(platform.get("/v3/env/pull/" + PlatformState.PROJECT_ID).path("env")).isEmpty();
    assertThat(
            platform.get("/v3/env/pull/" + platform.live() + "?source=x").at("/env/PLAIN").asText())
        .isEqualTo("a");
    assertThat(platform.send("GET", "/v3/env/pull/prj_other/production", null).statusCode())
        .isEqualTo(404);
  }

  private static Variable variable(String key, String value, String type, String target) {
    return new Variable("env_" + key, key, value, type, List.of(target), NOW, NOW);
  }

  @Test
  void productionsNameFindsWhatIsLive() throws Exception {
    assertThat(platform.get("/v13/deployments/atomcp.sandbox.localhost").path("id").asText())
        .isEqualTo(platform.live());
  }

  /** The command line reads an empty body that is called JSON, fails, and asks again. */
  @Test
  void anAnswerWithoutBodyIsNotCalledJson() throws Exception {
    String before =
        platform.get("/v6/deployments?rollbackCandidate=true").at("/deployments/0/uid").asText();
    HttpResponse<String> taken =
        platform.send(
            "POST", "/v9/projects/" + PlatformState.PROJECT_ID + "/rollback/" + before, "{}");
    assertThat(taken.statusCode()).isEqualTo(201);
    assertThat(taken.body()).isEmpty();
    assertThat(taken.headers().firstValue("content-type")).isEmpty();
  }
}
