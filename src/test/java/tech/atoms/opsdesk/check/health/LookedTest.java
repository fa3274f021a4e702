package tech.atoms.opsdesk.check.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.server.ServerClient;

/** What a busy machine or a limit of the server must not be taken for. */
class LookedTest {

  /** The first answers are late (60 ms), the others come at once (1 ms); the target is 50 ms. */
  @ParameterizedTest
  @CsvSource({"0, 3, PASS", "2, 3, PASS", "3, 4, PASS", "9, 10, PASS", "99, 12, FAIL"})
  void aLateAnswerIsAskedAgainBeforeItCounts(int late, int asked, Outcome outcome)
      throws Exception {
    AtomicInteger count = new AtomicInteger();
    Callable<Duration> question = () -> Duration.ofMillis(count.incrementAndGet() <= late ? 60 : 1);
    Looked<Duration> looked =
        Looked.at(question, took -> false)
            .again(question, Metrics.HEALTH_RESPONSE_TIME, took -> took);
    assertThat(count).hasValue(asked);
    assertThat(looked.time(Metrics.HEALTH_RESPONSE_TIME, took -> took).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void aServerThatLimitsTheDeskIsNotKnownAndHasNotFailed() throws Exception {
    try (MockWebServer server = Prompt.server()) {
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder()
                  .code(429)
                  .setHeader("Retry-After", "100")
                  .body("{\"error\":\"rate_limit_exceeded\"}")
                  .build();
            }
          });
      server.start();
      Map<String, Outcome> outcomes = outcomes(server.url("").uri());
      assertThat(outcomes)
          .containsEntry("health.mcp", Outcome.UNKNOWN)
          .containsEntry("health.auth", Outcome.UNKNOWN)
          .containsEntry("health.auth-metadata", Outcome.UNKNOWN)
          .containsEntry("health.auth-expired", Outcome.UNKNOWN);
    }
  }

  private static Map<String, Outcome> outcomes(URI url) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    Map<String, Outcome> outcomes = new TreeMap<>();
    try (ServerClient server =
        new ServerClient(
            new ServerSettings(url, "/health", "/metrics", "/api/mcp", null, null),
            Secrets.of(java.nio.file.Path.of("profile.yaml")),
            clock,
            Duration.ofSeconds(4),
            true,
            Duration.ofSeconds(10))) {
      HealthChecks checks = new HealthChecks(server, clock, Duration.ofSeconds(5), false);
      for (Finding finding : new CheckRun(clock).run(checks.all(), one -> {})) {
        outcomes.put(finding.check(), finding.outcome());
      }
    }
    return outcomes;
  }
}
