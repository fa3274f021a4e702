package tech.atoms.opsdesk.sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.FaultDriver;
import tech.atoms.opsdesk.sandbox.fault.FaultEffect;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlatformServerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final String TOKEN = "platform-token-of-the-test";

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;
  private final Faults faults = new Faults(clock);
  private final List<String> made = new ArrayList<>();
  private final FaultDriver driver = new FaultDriver(faults, List.of(new Noted()));
  private final HttpClient http = HttpClient.newHttpClient();
  private PlatformServer platform;
  private PlatformState state;
  private Path file;

  private final class Noted implements FaultEffect {
    private double at;

    @Override
    public Fault fault() {
      return Fault.LOCK_CHAIN;
    }

    @Override
    public boolean holds(double value) {
      return at == value;
    }

    @Override
    public void make(double value) {
      at = value;
      made.add("made " + value);
    }

    @Override
    public void undo() {
      if (at != 0) {
        made.add("undone");
      }
      at = 0;
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    file = directory.resolve("platform.json");
    state = PlatformState.open(file, 42, clock);
    platform =
        new PlatformServer(
            0,
            new Secret(TOKEN),
            state,
            "atomcp.sandbox.localhost",
            faults,
            driver::settle,
            clock,
            (ago, in, from, issuer, audience, somebody) -> "token",
            new RequestLog(clock),
            build -> {});
    platform.start();
  }

  @AfterAll
  void stop() {
    platform.close();
    driver.close();
    http.close();
  }

  @Test
  void refusesWhoHasNoTokenAWrongOneOrAnotherTeam() throws Exception {
    HttpResponse<String> none = send("GET", "/v2/user", null, null);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(json(none).at("/error/code").asText()).isEqualTo("forbidden");
    HttpResponse<String> wrong = send("GET", "/v2/user", "wrong", null);
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(json(wrong).at("/error/code").asText()).isEqualTo("forbidden");
    assertThat(json(wrong).at("/error/invalidToken").asBoolean()).isTrue();
    assertThat(send("GET", "/v6/deployments?teamId=team_other", TOKEN, null).statusCode())
        .isEqualTo(403);
    assertThat(
            send("GET", "/v6/deployments?teamId=" + PlatformState.TEAM_ID, TOKEN, null)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void listsDeploymentsNewestFirstAsThePlatformDoes() throws Exception {
    for (String version : List.of("v6", "v7")) {
      JsonNode list = get("/" + version + "/deployments?projectId=" + PlatformState.PROJECT_ID);
      assertThat(list.at("/pagination/count").asInt()).isEqualTo(7);
      assertThat(list.at("/pagination/next").isNull()).isTrue();
      JsonNode first = list.at("/deployments/0");
      assertThat(first.path("uid").asText()).matches("dpl_[A-Za-z0-9]{24}");
      assertThat(first.has("id")).isFalse();
      assertThat(first.path("readyState").asText()).isEqualTo("READY");
      assertThat(first.path("state").asText()).isEqualTo("READY");
      assertThat(first.path("readySubstate").asText()).isEqualTo("PROMOTED");
      assertThat(first.path("target").asText()).isEqualTo("production");
      assertThat(first.path("aliasAssigned").isNumber()).isTrue();
      assertThat(first.path("createdAt").asLong()).isLessThan(NOW.toEpochMilli());
      assertThat(first.at("/meta/githubCommitSha").asText()).matches("[0-9a-f]{40}");
      assertThat(first.at("/meta/githubCommitAuthorName").asText()).isEqualTo("Release manager");
      assertThat(first.at("/meta/version").asText()).isEqualTo("v1.5.0");
    }
  }

  @Test
  void pagesByCreationTime() throws Exception {
    List<String> seen = new ArrayList<>();
    String until = "";
    for (int page = 0; page < 3; page++) {
      JsonNode list = get("/v6/deployments?limit=3" + until);
      list.path("deployments").forEach(d -> seen.add(d.path("uid").asText()));
      until = "&until=" + list.at("/pagination/next").asLong();
    }
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    assertThat(send("GET", "/v6/deployments?limit=many", TOKEN, null).statusCode()).isEqualTo(400);
  }

  @Test
  void filtersDeployments() throws Exception {
    assertThat(get("/v6/deployments?state=ERROR").at("/deployments/0/errorMessage").asText())
        .contains("uv sync");
    assertThat(get("/v6/deployments?target=preview").path("deployments")).hasSize(1);
    assertThat(get("/v6/deployments?rollbackCandidate=true").path("deployments")).hasSize(4);
    assertThat(get("/v6/deployments?projectId=prj_other").path("deployments")).isEmpty();
  }

  @Test
  void showsOneDeployment() throws Exception {
    JsonNode live = get("/v9/projects/" + PlatformState.PROJECT_NAME).at("/targets/production");
    JsonNode one = get("/v13/deployments/" + live.path("id").asText());
    assertThat(one).isEqualTo(live);
    assertThat(one.has("uid")).isFalse();
    assertThat(one.at("/alias/0").asText()).isEqualTo("atomcp.sandbox.localhost");
    assertThat(get("/v13/deployments/" + one.path("url").asText())).isEqualTo(one);
    HttpResponse<String> none = send("GET", "/v13/deployments/dpl_none", TOKEN, null);
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(json(none).at("/error/code").asText()).isEqualTo("not_found");
    assertThat(send("GET", "/v9/projects/other", TOKEN, null).statusCode()).isEqualTo(404);
    assertThat(get("/v4/aliases").at("/aliases/0/deploymentId")).isEqualTo(one.path("id"));
    assertThat(get("/v2/user").at("/user/defaultTeamId").asText()).isEqualTo(PlatformState.TEAM_ID);
  }

  @Test
  void keepsItsDeployments() throws Exception {
    PlatformState again = PlatformState.open(file, 1, clock);
    assertThat(again.deployments()).isEqualTo(state.deployments());
    assertThat(again.liveVersion()).isEqualTo("v1.5.0");
    assertThat(again.liveCommit()).hasSize(40);
  }

  @Test
  void switchesFaultsAndLetsThemEnd() throws Exception {
    JsonNode list = get("/sandbox/faults").path("faults");
    assertThat(list).hasSize(Fault.values().length);
    assertThat(list.get(0).path("name").asText()).isEqualTo("slow-responses");
    assertThat(list.get(0).path("active").asBoolean()).isFalse();
    assertThat(list.get(0).path("until").isNull()).isTrue();

    HttpResponse<String> set =
        send("POST", "/sandbox/faults/lock-chain", TOKEN, "{\"value\": 3, \"forSeconds\": 30}");
    assertThat(set.statusCode()).isEqualTo(200);
    assertThat(json(set).path("active").asBoolean()).isTrue();
    assertThat(json(set).path("value").asDouble()).isEqualTo(3);
    assertThat(json(set).path("until").asText()).isEqualTo("2026-11-22T09:00:30Z");
    assertThat(made).containsExactly("made 3.0");

    now.set(NOW.plus(Duration.ofSeconds(31)));
    driver.settle();
    assertThat(made).containsExactly("made 3.0", "undone");

    assertThat(send("POST", "/sandbox/faults/lock-chain", TOKEN, "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/sandbox/faults/lock-chain", TOKEN, null).statusCode())
        .isEqualTo(200);
    assertThat(made).containsExactly("made 3.0", "undone", "made 4.0", "undone");
  }

  @Test
  void refusesFaultsItDoesNotKnowAndValuesThatMakeNoSense() throws Exception {
    HttpResponse<String> unknown = send("POST", "/sandbox/faults/coffee-out", TOKEN, "{}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(json(unknown).at("/error/names").toString()).contains("lock-chain");
    for (String body :
        List.of(
            "{\"value\": -1}",
            "{\"value\": \"many\"}",
            "{\"forSeconds\": 0}",
            "[]",
            "{",
            "{\"forSeconds\": 1e9}")) {
      assertThat(send("POST", "/sandbox/faults/error-rate", TOKEN, body).statusCode())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(faults.active(Fault.ERROR_RATE)).isFalse();
    assertThat(send("GET", "/sandbox/faults", null, null).statusCode()).isEqualTo(401);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = send("GET", path, TOKEN, null);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return json(response);
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return JsonMapper.builder().build().readTree(response.body());
  }

  private HttpResponse<String> send(
      String method, String path, @Nullable String token, @Nullable String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(platform.baseUrl() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
