package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.atoms.opsdesk.sandbox.fault.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
  private static final List<String> COUNTERS =
      List.of(
          "http_requests",
          "http_request_timeouts",
          "mcp_tool_calls",
          "cache_hits",
          "cache_misses",
          "process_cpu_seconds",
          "process_network_receive_bytes",
          "process_network_transmit_bytes",
          "lambda_cold_starts",
          "auth_attempts",
          "rate_limiter_rejections");
  private static final List<String> HISTOGRAMS =
      List.of(
          "http_request_duration_seconds",
          "mcp_tool_call_duration_seconds",
          "lambda_duration_seconds");
  private static final List<String> GAUGES =
      List.of(
          "atoms_active_sessions",
          "atoms_active_users",
          "cache_size_bytes",
          "cache_max_size_bytes",
          "db_pool_connections_in_use",
          "db_pool_connections_idle",
          "db_pool_connections_max",
          "process_start_time_seconds",
          "rate_limiter_limit_per_minute",
          "rate_limiter_burst");
  private static final String PINGS =
      "http_requests_total{method=\"POST\",route=\"/api/mcp\",status=\"200\"}";

  @SuppressWarnings("NullAway.Init") // set before all tests
  private RunningServer running;

  @BeforeAll
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL);
  }

  @AfterAll
  void stop() {
    running.close();
  }

  @Test
  void openMetricsHoldsEveryFamilyOfTheBorder() throws IOException {
    try (RunningServer fresh = new RunningServer(RunningServer.Options.USUAL)) {
      String token = fresh.token();
      fresh.tool(token, "workspace_tool", Map.of("operation", "list"));
      fresh.tool(token, "workspace_tool", Map.of("operation", "list"));
      fresh.rpc("rubbish", "ping", Map.of());
      holdsEveryFamily(fresh);
    }
  }

  private static void holdsEveryFamily(RunningServer running) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Exposition.of(running).value("atoms_active_sessions") > 0);
    Exposition read = Exposition.of(running);
    assertThat(COUNTERS).allSatisfy(f -> assertThat(read.types.get(f)).as(f).isEqualTo("counter"));
    assertThat(HISTOGRAMS)
        .allSatisfy(f -> assertThat(read.types.get(f)).as(f).isEqualTo("histogram"));
    assertThat(GAUGES).allSatisfy(f -> assertThat(read.types.get(f)).as(f).isEqualTo("gauge"));
    assertThat(read.types.get("atoms")).isEqualTo("info");
    assertThat(read.units)
        .containsEntry("http_request_duration_seconds", "seconds")
        .containsEntry("process_network_receive_bytes", "bytes");
    assertThat(read.value("atoms_info{commit=\"abc1234\",version=\"1.4.2\"}")).isEqualTo(1);
    assertThat(read.value("mcp_tool_calls_total{outcome=\"success\",tool=\"workspace_tool\"}"))
        .isEqualTo(2);
    assertThat(read.value("cache_hits_total")).isEqualTo(1);
    assertThat(read.value("auth_attempts_total{outcome=\"failure\"}")).isEqualTo(1);
    assertThat(read.value("db_pool_connections_max")).isEqualTo(20);
    assertThat(read.value("process_network_receive_bytes_total")).isGreaterThan(500);
    assertThat(read.value("lambda_cold_starts_total")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void withoutAnAcceptHeaderItIsTheClassicFormat() {
    var answer = running.get("/metrics");
    assertThat(answer.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
    assertThat(answer.body()).contains("# TYPE http_requests_total counter");
    var open = running.request("/metrics").header("Accept", "application/openmetrics-text").build();
    assertThat(running.send(open).header("Content-Type"))
        .startsWith("application/openmetrics-text")
        .contains("version=1.0.0");
  }

  @Test
  void theCheckerRefusesWhatTheFormatForbids() {
    for (String text :
        List.of(
            "# TYPE a counter\na_total 1\n",
            "# TYPE a counter\na 1\n# EOF\n",
            "# TYPE a gauge\n# TYPE b gauge\na 1\nb 1\n# EOF\n",
            "# TYPE a_s gauge\n# UNIT a_s seconds\na_s 1\n# EOF\n",
            "# TYPE a gauge\na 1\na 1\n# EOF\n",
            "# TYPE a histogram\na_bucket{le=\"1\"} 1\n# EOF\n")) {
      assertThatThrownBy(() -> Exposition.parse(text)).as(text).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void anInstanceThatWasIdleForAMinuteStartsColdAgain() {
    double before = Exposition.of(running).value("lambda_cold_starts_total");
    Exposition.of(running);
    assertThat(Exposition.of(running).value("lambda_cold_starts_total")).isEqualTo(before);
    running.clock.advance(Duration.ofSeconds(61));
    running.get("/health");
    assertThat(Exposition.of(running).value("lambda_cold_starts_total")).isGreaterThan(before);
  }

  @Test
  void metricsGoneIs404() {
    running.faults.set(Fault.METRICS_GONE, null, null);
    assertThat(running.get("/metrics").status()).isEqualTo(404);
    running.faults.clear(Fault.METRICS_GONE);
    assertThat(running.get("/metrics").status()).isEqualTo(200);
  }

  @Test
  void countersResetStartsThemFromNothing() {
    String token = running.token();
    for (int i = 0; i < 20; i++) {
      running.rpc(token, "ping", Map.of());
    }
    Exposition before = Exposition.of(running);
    assertThat(before.value(PINGS)).isGreaterThanOrEqualTo(20);
    running.faults.set(Fault.COUNTERS_RESET, null, null);
    await().atMost(Duration.ofSeconds(5)).until(() -> Exposition.of(running).value(PINGS) < 20);
    Exposition after = Exposition.of(running);
    assertThat(after.value("process_cpu_seconds_total"))
        .isLessThan(before.value("process_cpu_seconds_total"));
    running.rpc(token, "ping", Map.of());
    assertThat(Exposition.of(running).value(PINGS)).as("only once").isGreaterThan(0);
    running.faults.clear(Fault.COUNTERS_RESET);
  }
}
