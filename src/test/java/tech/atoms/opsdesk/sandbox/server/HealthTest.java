package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.sandbox.fault.Fault;

class HealthTest {
  @SuppressWarnings("NullAway.Init") // set before each test
  private RunningServer running;

  @BeforeEach
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private String check(String name) {
    return running.get("/health").json().path("checks").path(name).asText();
  }

  @Test
  void tellsExactlyWhatTheSpecificationAsksFor() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> running.get("/health").json().at("/metrics/active_sessions").isNumber());
    var answer = running.get("/health");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("6000");
    JsonNode body = answer.json();
    assertThat(names(body)).containsExactly("status", "timestamp", "version", "checks", "metrics");
    assertThat(names(body.path("checks")))
        .containsExactly("database", "cache", "auth", "rate_limiter");
    assertThat(names(body.path("metrics")))
        .containsExactly("uptime_seconds", "request_count", "active_sessions", "cache_hit_rate");
    assertThat(body.path("checks")).allMatch(word -> word.asText().equals("healthy"));
    assertThat(body.path("status").asText()).isEqualTo("healthy");
    assertThat(body.path("version").asText()).isEqualTo("1.4.2");
    assertThat(body.at("/metrics/active_sessions").asInt()).isZero();
    assertThat(body.at("/metrics/cache_hit_rate").isNull()).as("nothing read yet").isTrue();
    assertThat(Instant.parse(body.path("timestamp").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  @Test
  void anIssuerThatIsAwayIsUnhealthy() throws IOException {
    assertThat(check("auth")).isEqualTo("healthy");
    running.issuer.stop();
    running.clock.advance(Duration.ofSeconds(11));
    var answer = running.get("/health");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("status").asText()).isEqualTo("unhealthy");
    assertThat(check("auth")).isEqualTo("unhealthy");
    running.issuer.start();
    running.clock.advance(Duration.ofSeconds(3));
    assertThat(check("auth")).isEqualTo("healthy");
  }

  @Test
  void leakedConnectionsAreIdleInTransactionAndAllOfThemAreUnhealthy() {
    running.faults.set(Fault.CONNECTIONS_LEAKED, 18.0, null);
    String idle =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'atoms-mcp-server' AND state = 'idle in transaction'";
    await().atMost(Duration.ofSeconds(15)).until(() -> running.sql(idle).equals("18"));
    assertThat(Exposition.of(running).value("db_pool_connections_in_use"))
        .isGreaterThanOrEqualTo(18);
    assertThat(check("database")).isEqualTo("healthy");
    running.faults.set(Fault.CONNECTIONS_LEAKED, 20.0, null);
    await().atMost(Duration.ofSeconds(15)).until(() -> check("database").equals("unhealthy"));
    String token = running.token();
    double before = Exposition.of(running).value("http_request_timeouts_total");
    assertThat(running.rpc(token, "ping", java.util.Map.of()).status()).isEqualTo(504);
    assertThat(Exposition.of(running).value("http_request_timeouts_total")).isEqualTo(before + 1);
    running.faults.clear(Fault.CONNECTIONS_LEAKED);
    await().atMost(Duration.ofSeconds(15)).until(() -> running.sql(idle).equals("0"));
    await().atMost(Duration.ofSeconds(10)).until(() -> check("database").equals("healthy"));
  }

  @Test
  void aLyingHealthIs200WithUnhealthyInside() {
    running.faults.set(Fault.HEALTH_LYING, null, null);
    var answer = running.get("/health");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("unhealthy");
  }

  @Test
  void aStaleHealthHasATimestampThatStandsStill() {
    running.faults.set(Fault.HEALTH_STALE, null, null);
    String first = running.get("/health").json().path("timestamp").asText();
    running.clock.advance(Duration.ofMinutes(2));
    assertThat(running.get("/health").json().path("timestamp").asText()).isEqualTo(first);
    running.faults.clear(Fault.HEALTH_STALE);
    assertThat(running.get("/health").json().path("timestamp").asText()).isGreaterThan(first);
  }

  @Test
  void withTheLimiterOffItIsUnhealthyAndSilent() {
    running.faults.set(Fault.RATE_LIMIT_OFF, null, null);
    var answer = running.get("/health");
    assertThat(answer.json().at("/checks/rate_limiter").asText()).isEqualTo("unhealthy");
    assertThat(answer.headers().get("X-RateLimit-Limit")).isNull();
  }
}
