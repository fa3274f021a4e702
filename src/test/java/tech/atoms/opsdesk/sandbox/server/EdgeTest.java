package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.atoms.opsdesk.sandbox.fault.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
  private static final int BURST = 30;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private RunningServer running;

  @BeforeAll
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL.limits(60, BURST));
  }

  @AfterEach
  void clear() {
    for (Fault fault : Fault.values()) {
      running.faults.clear(fault);
    }
  }

  @AfterAll
  void stop() {
    running.close();
  }

  private RunningServer.Answer ping(String token) {
    return running.rpc(token, "ping", Map.of());
  }

  @Test
  void everyRouteHasTheSecurityHeaders() {
    for (String path : List.of("/health", "/metrics", "/api/mcp", "/nothing", "/.well-known/x")) {
      var answer = running.get(path);
      assertThat(answer.header("Strict-Transport-Security")).as(path).contains("max-age=");
      assertThat(answer.header("Content-Security-Policy")).as(path).isNotEmpty();
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).as(path).isEqualTo("DENY");
      assertThat(answer.header("X-XSS-Protection")).as(path).isEqualTo("1; mode=block");
      assertThat(answer.header("Referrer-Policy")).as(path).isNotEmpty();
      assertThat(answer.headers().get("Server")).as(path).isNull();
    }
    assertThat(running.get("/nothing").status()).isEqualTo(404);
  }

  @Test
  void headerMissingTakesTwoAway() {
    running.faults.set(Fault.HEADER_MISSING, null, null);
    var answer = running.get("/health");
    assertThat(answer.headers().get("Strict-Transport-Security")).isNull();
    assertThat(answer.headers().get("Content-Security-Policy")).isNull();
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
  }

  @Test
  void aBurstPassesThenTheRateHoldsForEachUserAlone() {
    String token = running.token();
    for (int i = 1; i <= BURST; i++) {
      var answer = ping(token);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(BURST - i));
    }
    var refused = ping(token);
    assertThat(refused.status()).isEqualTo(429);
    long wait = Long.parseLong(refused.header("Retry-After"));
    assertThat(wait).isBetween(1L, 30L);
    assertThat(ping(running.token()).status()).as("another user").isEqualTo(200);

    running.faults.set(Fault.RATE_LIMIT_OFF, null, null);
    assertThat(ping(token).status()).isEqualTo(200);
    running.faults.clear(Fault.RATE_LIMIT_OFF);
    running.clock.advance(Duration.ofSeconds(wait));
    assertThat(ping(token).status()).isEqualTo(200);
  }

  @Test
  void strangersAreLimitedByAddress() {
    var request = running.request("/api/mcp").header("X-Forwarded-For", "198.51.100.99").build();
    List<Integer> seen =
        IntStream.rangeClosed(0, BURST).mapToObj(i -> running.send(request).status()).toList();
    assertThat(seen.subList(0, BURST)).containsOnly(401);
    assertThat(seen.getLast()).isEqualTo(429);
    assertThat(running.get("/api/mcp").status()).as("another address").isEqualTo(401);
  }

  @Test
  void errorRateAnswersTheAskedShareWith500() {
    running.faults.set(Fault.ERROR_RATE, 20.0, null);
    List<Integer> seen =
        IntStream.range(0, 20)
            .mapToObj(i -> running.get("/.well-known/oauth-protected-resource").status())
            .toList();
    assertThat(seen).filteredOn(status -> status == 500).hasSize(4);
    assertThat(seen).filteredOn(status -> status == 200).hasSize(16);
    assertThat(running.get("/health").status()).isEqualTo(200);
  }

  @Test
  void slowResponsesAreSlowButMetricsAreNot() {
    running.get("/health");
    running.faults.set(Fault.SLOW_RESPONSES, 700.0, null);
    assertThat(millis("/health")).isGreaterThanOrEqualTo(700);
    assertThat(millis("/metrics")).isLessThan(700);
  }

  private long millis(String path) {
    long started = System.nanoTime();
    running.get(path);
    return Duration.ofNanos(System.nanoTime() - started).toMillis();
  }

  @Test
  void aStoppedServerRefusesConnectionsAndComesBackOnItsPort() {
    URI url = running.server.baseUrl();
    assertThat(running.get("/health").status()).isEqualTo(200);
    running.faults.set(Fault.SERVER_STOPPED, null, null);
    await().atMost(Duration.ofSeconds(5)).until(() -> !answers());
    assertThatThrownBy(() -> running.get("/health"))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(ConnectException.class);
    running.faults.clear(Fault.SERVER_STOPPED);
    await().atMost(Duration.ofSeconds(5)).until(this::answers);
    assertThat(running.server.baseUrl()).isEqualTo(url);
  }

  private boolean answers() {
    try {
      return running.get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void whatGoesWrongInsideIsA500WithoutTheInside() {
    running.execute("ALTER TABLE atoms_sessions RENAME TO elsewhere");
    try {
      var answer = ping(running.token());
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("{\"error\":\"internal_server_error\"}");
    } finally {
      running.execute("ALTER TABLE elsewhere RENAME TO atoms_sessions");
    }
  }

  @Test
  void aRestartKeepsThePortAndStartsCountersAnew() throws IOException {
    URI url = running.server.baseUrl();
    String token = running.token();
    ping(token);
    running.restart();
    assertThat(running.server.baseUrl()).isEqualTo(url);
    assertThat(ping(token).status()).as("the session lives on").isEqualTo(200);
    assertThat(Exposition.of(running).value("auth_attempts_total{outcome=\"success\"}"))
        .isEqualTo(1);
  }
}
