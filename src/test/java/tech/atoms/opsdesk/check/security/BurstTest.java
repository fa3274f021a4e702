package tech.atoms.opsdesk.check.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.configuration.Settings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;

/** How much the probe of the rate limit sends, and on whose word. */
class BurstTest {
  private final MockWebServer server = Prompt.server();
  private final AtomicInteger requests = new AtomicInteger();
  private int limit = 1_000;
  private @Nullable String header;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            int number = requests.incrementAndGet();
            MockResponse.Builder answer = new MockResponse.Builder();
            if (header != null) {
              answer.setHeader("X-RateLimit-Burst", header);
            }
            return number > limit
                ? answer.code(429).setHeader("Retry-After", "7").build()
                : answer
                    .setHeader("Content-Type", "application/json")
                    .body("{\"jsonrpc\":\"2.0\",\"id\":\"opsdesk-probe\",\"result\":{}}")
                    .build();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Finding run(Map<String, String> variables) throws InterruptedException {
    Fact<Settings> settings =
        Fact.of("variables", Lane.NONE, facts -> Settings.ofProcess(variables));
    ServerSettings where =
        new ServerSettings(
            server.url("/").uri().resolve("/"),
            "/health",
            "/metrics",
            "/api/mcp",
            new SecretRef(SecretRef.Scheme.ENV, "TOKEN"),
            null);
    try (McpPoster mcp =
        new McpPoster(where, ref -> new Secret("a-token-of-the-test"), Duration.ofSeconds(4))) {
      List<Check> rate =
          new LimitProbes(mcp, null, settings)
              .all().stream().filter(one -> one.spec().id().equals("security.rate-limit")).toList();
      return new CheckRun(InstantSource.system()).run(rate, one -> {}).getFirst();
    }
  }

  @Test
  void theVariableTellsWhatTheServerDoesNot() throws Exception {
    limit = 20;
    Finding finding = run(Map.of("RATE_LIMIT_BURST_SIZE", "20"));
    assertThat(finding.outcome()).as(finding.toString()).isEqualTo(Outcome.PASS);
    assertThat(finding.evidence().getFirst().text())
        .isEqualTo("20, says the variable RATE_LIMIT_BURST_SIZE");
  }

  @Test
  void aLimitThatStrikesLongBeforeTheBurstProvesNothing() throws Exception {
    limit = 0;
    assertThat(run(Map.of("RATE_LIMIT_BURST_SIZE", "20")).outcome()).isEqualTo(Outcome.UNKNOWN);
    requests.set(0);
    limit = 3;
    Finding finding = run(Map.of("RATE_LIMIT_BURST_SIZE", "20"));
    assertThat(finding.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(finding.found()).contains("of 20 requests");
  }

  @Test
  void neverMoreThanTheConfiguredBurstAndATenthIsSent() throws Exception {
    assertThat(run(Map.of("RATE_LIMIT_BURST_SIZE", "20")).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(requests).hasValue(22);
  }

  @Test
  void theServersOwnWordGoesFirst() throws Exception {
    header = "10";
    assertThat(run(Map.of("RATE_LIMIT_BURST_SIZE", "200")).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(requests).hasValue(11);
  }

  @Test
  void whereNobodyTellsTheSpecificationsStands() throws Exception {
    assertThat(run(Map.of("RATE_LIMIT_BURST_SIZE", "much")).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(requests).hasValue(110);
  }

  @Test
  void aHugeBurstIsNotTried() throws Exception {
    assertThat(run(Map.of("RATE_LIMIT_BURST_SIZE", "5000")).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(requests).hasValue(1);
  }
}
