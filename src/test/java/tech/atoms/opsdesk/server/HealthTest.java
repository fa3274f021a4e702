package tech.atoms.opsdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpFailure.Kind;
import tech.atoms.opsdesk.http.Prompt;

class HealthTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
  private final MockWebServer server = Prompt.server();
  private ServerClient client = client("http://127.0.0.1:1");

  @BeforeEach
  void start() throws IOException {
    server.start();
    client = client("http://127.0.0.1:" + server.getPort());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void readsTheDocumentOfTheSpecification() {
    answer(
        """
        {"status":"healthy","timestamp":"2026-11-20T11:59:58Z","version":"1.4.2",
         "checks":{"database":"healthy","cache":{"status":"unhealthy"}},
         "metrics":{"uptime_seconds":3600,"cache_hit_rate":0.85,"active_sessions":-1,"odd":"x"}}
        """);
    Health health = client.health();
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.word()).isEqualTo("healthy");
    assertThat(health.saysUnhealthy()).isFalse();
    assertThat(health.version()).isEqualTo("1.4.2");
    assertThat(health.timestamp()).isEqualTo("2026-11-20T11:59:58Z");
    assertThat(health.checks()).containsEntry("cache", "unhealthy");
    assertThat(health.metrics()).containsOnlyKeys("uptime_seconds", "cache_hit_rate");
    assertThat(health.oddities())
        .containsExactly("metrics.active_sessions is negative: -1", "metrics.odd is not a number");
  }

  @Test
  void whatTheRealServerLeavesOutIsNotProvidedAndNeverZero() {
    answer("{\"status\":\"healthy\",\"service\":\"atoms-mcp-server\",\"transport\":\"http\"}");
    Health health = client.health();
    assertThat(health.word()).isEqualTo("healthy");
    assertThat(health.timestamp()).isNull();
    assertThat(health.version()).isNull();
    assertThat(health.checks()).isEmpty();
    assertThat(health.metrics()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"OK,false", "'\"up\"',false", "unhealthy,true"})
  void readsPlainWords(String body, boolean unhealthy) {
    answer(body);
    assertThat(client.health().saysUnhealthy()).isEqualTo(unhealthy);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T11:59:58.123456,2026-11-20T11:59:58.123456Z",
    "2026-11-20T12:59:58+01:00,2026-11-20T11:59:58Z",
    "1795175998,2026-11-20T11:59:58Z",
    "1795175998000,2026-11-20T11:59:58Z"
  })
  void readsTimesAsServersWriteThem(String written, Instant meant) {
    String json = written.contains("-") ? "\"" + written + "\"" : written;
    answer("{\"timestamp\":" + json + "}");
    assertThat(client.health().timestamp()).isEqualTo(meant);
  }

  @Test
  void aServerErrorIsAnAnswerEvenAsAWebPage() {
    server.enqueue(new MockResponse.Builder().code(502).body("<html>bad gateway</html>").build());
    assertThat(client.health().statusCode()).isEqualTo(502);
  }

  @ParameterizedTest
  @CsvSource({"'<!doctype html><p>hello',web page", "'{\"status\":',invalid JSON"})
  void whatIsNotJsonIsSaid(String body, String said) {
    answer(body);
    assertThat(failure().kind()).isEqualTo(Kind.CONTENT);
    assertThat(failure(body).problem().what()).contains(said);
  }

  @Test
  void tenMegabytesAreNotRead() {
    server.enqueue(
        new MockResponse.Builder().body(new Buffer().write(new byte[10 * 1024 * 1024])).build());
    HttpFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(failure.problem().why()).isEqualTo("the answer is larger than 64 KiB");
  }

  @Test
  void oneByteASecondEndsAtTheDeadline() {
    server.enqueue(
        new MockResponse.Builder()
            .body("{\"status\":\"healthy\"}")
            .throttleBody(1, 1, TimeUnit.SECONDS)
            .build());
    long start = System.nanoTime();
    assertThat(failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
  }

  @Test
  void aRedirectLoopIsNamed() {
    for (int i = 0; i < 4; i++) {
      server.enqueue(
          new MockResponse.Builder()
              .code(302)
              .setHeader("Location", i % 2 == 0 ? "/a" : "/health")
              .build());
    }
    HttpFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.REDIRECT);
    assertThat(failure.problem().why()).contains("in a circle");
  }

  @Test
  void moreThanThreeRedirectsAreNotFollowed() {
    for (int i = 0; i < 5; i++) {
      server.enqueue(
          new MockResponse.Builder().code(307).setHeader("Location", "/next" + i).build());
    }
    assertThat(failure().problem().why()).isEqualTo("more than 3 redirects");
  }

  @Test
  void redirectsThatWereFollowedAreReported() {
    server.enqueue(new MockResponse.Builder().code(307).setHeader("Location", "/h").build());
    answer("OK");
    assertThat(client.health().redirects()).extracting(URI::getPath).containsExactly("/health");
  }

  @Test
  void nobodyListening() {
    server.close();
    HttpFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.problem().why()).isEqualTo("connection refused");
  }

  @Test
  void aKeptConnectionThatTheServerClosedIsReplacedOnce() {
    answer("OK");
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    answer("OK");
    client.health();
    assertThat(client.health().word()).isEqualTo("OK");
    assertThat(server.getRequestCount()).isGreaterThan(1);
  }

  @Test
  void aFreshConnectionThatBreaksIsNotRetried() {
    server.enqueue(
        new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build());
    answer("OK");
    assertThat(failure().kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aServiceUnavailableIsNotRetriedBehindOurBack() {
    server.enqueue(new MockResponse.Builder().code(503).setHeader("Retry-After", "0").build());
    answer("OK");
    assertThat(client.health().statusCode()).isEqualTo(503);
  }

  private void answer(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
  }

  private HttpFailure failure(String body) {
    answer(body);
    return failure();
  }

  private HttpFailure failure() {
    return catchThrowableOfType(HttpFailure.class, client::health);
  }

  private static ServerClient client(String base) {
    return new ServerClient(
        new ServerSettings(URI.create(base), "/health", "/metrics", "/api/mcp", null, null),
        ref -> new tech.atoms.opsdesk.environment.Secret("unused"),
        CLOCK,
        Duration.ofMillis(1500),
        false);
  }
}
