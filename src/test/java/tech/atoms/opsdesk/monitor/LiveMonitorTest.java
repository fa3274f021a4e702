package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;

class LiveMonitorTest {

  @Test
  void aStoppedServerIsDownWithinOneIntervalAndOneSecond() throws IOException {
    MockWebServer server = Prompt.server();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder()
                .body("{\"status\":\"healthy\",\"version\":\"1.4.2\"}")
                .build();
          }
        });
    server.start();
    Duration interval = Duration.ofSeconds(1);
    try (Monitor monitor =
        Monitors.start(
            environment(server.getPort(), interval),
            ref -> new Secret("unused"),
            null,
            nowhere(),
            null,
            InstantSource.system())) {
      assertThat(monitor.snapshot().state()).isEqualTo(State.UNKNOWN);
      await().until(() -> "1.4.2".equals(monitor.snapshot().serverVersion()));
      assertThat(monitor.snapshot().latest(Metrics.HEALTH_RESPONSE_TIME)).isNotNull();
      long stopped = System.nanoTime();
      server.close();
      await()
          .until(
              () ->
                  monitor.snapshot().reasons().stream()
                      .anyMatch(r -> r.rule().equals("server-unreachable")));
      assertThat(Duration.ofNanos(System.nanoTime() - stopped))
          .isLessThan(interval.plusSeconds(1).plusMillis(300));
      assertThat(monitor.snapshot().reasons().getFirst())
          .isEqualTo(
              new Reason(
                  "server-unreachable", State.DOWN, "Server unreachable: connection refused"));
    }
  }

  static Environment environment(int port, Duration interval) {
    return new Environment(
        "test",
        EnvironmentKind.SANDBOX,
        new ServerSettings(
            URI.create("http://127.0.0.1:" + port), "/health", "/metrics", "/api/mcp", null, null),
        null,
        null,
        new Policy(List.of(), false, new Policy.Budgets(2, 6000)),
        Contacts.NONE,
        interval);
  }

  static MetricHistory nowhere() {
    return new MetricHistory() {
      @Override
      public void record(List<Sample> samples) {}

      @Override
      public SeriesData query(Series series, Instant from, Instant to, int maxPoints) {
        return new SeriesData(series, Duration.ofSeconds(5), List.of());
      }

      @Override
      public Set<Series> series() {
        return Set.of();
      }

      @Override
      public @Nullable Problem trouble() {
        return null;
      }
    };
  }
}
