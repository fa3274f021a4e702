package tech.atoms.opsdesk.monitor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.metric.ManualScheduler;
import tech.atoms.opsdesk.metric.Metrics;

/** The server never hears more from the desk than the profile's budget allows. */
class BudgetTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private final ManualScheduler time = new ManualScheduler();
  private final List<Long> asked = new CopyOnWriteArrayList<>();
  private final MockWebServer server = Prompt.server();

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            asked.add(time.nanoTime());
            return switch (requireNonNull(request.getUrl()).encodedPath()) {
              case "/health" -> new MockResponse.Builder().body("{\"status\":\"healthy\"}").build();
              case "/metrics" -> new MockResponse.Builder().body("x_total 1\n").build();
              default -> new MockResponse.Builder().code(401).build();
            };
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void intervalsAreStretchedUntilTheRequestsFit() {
    LiveMonitor monitor = monitor(12);
    time.advance(Duration.ofMinutes(30));
    assertThat(most()).isLessThanOrEqualTo(12);
    assertThat((double) asked.size()).isGreaterThan(30 * 12 * 0.6);
    SourceStatus health = requireNonNull(monitor.snapshot().source(Metrics.HEALTH));
    assertThat(health.interval()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(25));
    assertThat(health.note()).contains("instead of 5 s: the budget is 12 requests a minute");
    assertThat(health.isStale(monitor.snapshot().at())).isFalse();
    monitor.close();
  }

  @Test
  void whoeverAsksForMoreIsPutOffWithTheReason() {
    LiveMonitor monitor = monitor(60);
    time.advance(Duration.ofMinutes(2));
    SourceStatus before = requireNonNull(monitor.snapshot().source(Metrics.HEALTH));
    assertThat(before.interval()).as("the usual budget is enough").isEqualTo(Duration.ofSeconds(5));
    assertThat(before.note()).isNull();
    assertThat(before.problem()).isNull();
    for (int i = 0; i < 30; i++) {
      monitor.refresh();
      time.advance(Duration.ofMillis(100));
    }
    time.advance(Duration.ofSeconds(1));
    assertThat(most()).isEqualTo(60);
    // Which source comes when nothing is left is a matter of threads.
    assertThat(monitor.snapshot().sources())
        .extracting(SourceStatus::problem)
        .anyMatch(
            problem ->
                problem != null
                    && problem.why().equals("the budget of 60 requests a minute is used up"));
    assertThat(monitor.snapshot().state()).as("nothing was learnt").isNotEqualTo(State.DOWN);
    time.advance(Duration.ofMinutes(3));
    assertThat(most()).isEqualTo(60);
    SourceStatus after = requireNonNull(monitor.snapshot().source(Metrics.HEALTH));
    assertThat(after.problem()).isNull();
    monitor.close();
  }

  /** Most requests in any minute. */
  private int most() {
    int most = 0;
    for (int first = 0, last = 0; last < asked.size(); last++) {
      while (asked.get(last) - asked.get(first) > MINUTE) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private LiveMonitor monitor(int perMinute) {
    Environment plain = LiveMonitorTest.environment(server.getPort(), Duration.ofSeconds(5));
    Environment environment =
        new Environment(
            plain.name(),
            plain.kind(),
            plain.server(),
            null,
            null,
            new Policy(List.of(), false, new Policy.Budgets(2, perMinute)),
            plain.contacts(),
            plain.samplingInterval());
    Pace pace = Pace.of(environment);
    List<AutoCloseable> owned = new ArrayList<>();
    LiveMonitor monitor =
        new LiveMonitor(
            environment,
            pace,
            new Feeds(environment, ref -> new Secret("unused"), time, time, pace)
                .build(null, owned),
            LiveMonitorTest.nowhere(),
            time,
            time,
            new Judge(StateRules.ALL, true),
            null,
            owned);
    monitor.start();
    return monitor;
  }
}
