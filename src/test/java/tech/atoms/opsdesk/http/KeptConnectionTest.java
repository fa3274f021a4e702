package tech.atoms.opsdesk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers close connections that are idle; the next request over one of them is no failure. */
class KeptConnectionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private final MockWebServer server = Prompt.server();
  private final HttpReader http = new HttpReader(DEADLINE, null);
  private final List<String> heard = new ArrayList<>();

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
  void askingGoesOnOverANewOne() {
    goesOn(() -> http.send(ask()));
    goesOn(() -> http.first(ask()));
    goesOn(() -> http.listen(ask(), DEADLINE));
  }

  private void goesOn(Supplier<Answer> ask) {
    server.enqueue(new MockResponse.Builder().body("first").build());
    assertThat(ask.get().body()).startsWith("first");
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(new MockResponse.Builder().body("second").build());
    assertThat(ask.get().body()).startsWith("second");
  }

  @Test
  void aStreamThatBreaksIsNotHeardTwice() {
    server.enqueue(new MockResponse.Builder().body("first\n").build());
    http.listen(ask(), DEADLINE);
    server.enqueue(
        new MockResponse.Builder()
            .body("second\n".repeat(50_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    server.enqueue(new MockResponse.Builder().body("third\n").build());
    assertThatThrownBy(() -> http.listen(ask(), DEADLINE)).isInstanceOf(HttpFailure.class);
    assertThat(heard).startsWith("first").doesNotContain("third");
  }

  @Test
  void aNewConnectionThatBreaksIsAFailure() {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(new MockResponse.Builder().body("second").build());
    assertThatThrownBy(() -> http.listen(ask(), DEADLINE)).isInstanceOf(HttpFailure.class);
  }

  private Ask ask() {
    URI url = URI.create("http://127.0.0.1:" + server.getPort() + "/logs");
    return new Ask(
        "stream",
        "GET",
        url,
        Map.of(),
        null,
        1_000_000,
        line -> {
          heard.add(line);
          return false;
        });
  }
}
