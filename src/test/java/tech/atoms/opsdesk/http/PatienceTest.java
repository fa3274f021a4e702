package tech.atoms.opsdesk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that can wait asks again when a 429 says how long, and not for longer than that. */
class PatienceTest {
  private final MockWebServer server = Prompt.server();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int status(Duration patience) {
    try (HttpReader http = new HttpReader(Duration.ofSeconds(4), null, null, patience)) {
      return http.send(Ask.get("server", server.url("/").uri(), Map.of(), 1000)).status();
    }
  }

  private static MockResponse limited(String after) {
    return new MockResponse.Builder().code(429).setHeader("Retry-After", after).build();
  }

  @Test
  void waitsAsItIsToldAndAsksAgain() {
    server.enqueue(limited("1"));
    server.enqueue(new MockResponse.Builder().build());
    long start = System.nanoTime();
    assertThat(status(Duration.ofSeconds(5))).isEqualTo(200);
    assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void doesNotWaitLongerThanItHasPatience() {
    server.enqueue(limited("6"));
    assertThat(status(Duration.ofSeconds(5))).isEqualTo(429);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void doesNotGuessHowLong() {
    server.enqueue(new MockResponse.Builder().code(429).build());
    assertThat(status(Duration.ofSeconds(5))).isEqualTo(429);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void isNotPatientUnasked() {
    server.enqueue(limited("1"));
    assertThat(status(Duration.ZERO)).isEqualTo(429);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }
}
