package tech.atoms.opsdesk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard of a stream: all that came, and nothing is taken for its end that is none. */
class ListenTest {
  private static final Duration LISTEN = Duration.ofSeconds(20);
  private final MockWebServer server = Prompt.server();
  private final HttpReader http = new HttpReader(LISTEN, null);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  @Test
  void aLastLineNeedsNoEnd() {
    server.enqueue(new MockResponse.Builder().body("one\ntwo\nthree").build());
    assertThat(heard(LISTEN, 1_000)).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void aStreamWithoutEndIsHeardForItsTime() {
    server.enqueue(
        new MockResponse.Builder()
            .body("one\ntwo\n".repeat(50))
            .throttleBody(80, 1, TimeUnit.HOURS)
            .build());
    assertThat(heard(Duration.ofMillis(700), 1_000)).startsWith("one\ntwo\n").hasSizeLessThan(300);
  }

  @Test
  void aConnectionThatBreaksIsNoEnd() {
    server.enqueue(
        new MockResponse.Builder()
            .body("one\ntwo\n".repeat(50_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    assertThatThrownBy(() -> heard(LISTEN, 1_000_000)).isInstanceOf(HttpFailure.class);
  }

  @Test
  void whatIsLongerThanTheCapIsNotCut() {
    server.enqueue(new MockResponse.Builder().body("one\ntwo\n".repeat(50)).build());
    assertThatThrownBy(() -> heard(LISTEN, 300))
        .isInstanceOfSatisfying(
            HttpFailure.class, e -> assertThat(e.kind()).isEqualTo(HttpFailure.Kind.TOO_LARGE));
  }

  private @Nullable String heard(Duration time, int cap) {
    URI url = URI.create("http://127.0.0.1:" + server.getPort() + "/logs");
    return http.listen(Ask.get("stream", url, Map.of(), cap), time).body();
  }
}
