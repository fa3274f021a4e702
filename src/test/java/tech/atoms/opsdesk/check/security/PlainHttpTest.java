package tech.atoms.opsdesk.check.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.http.Prompt;

/** Only a connection that is refused says that nothing answers; whatever answers decides. */
class PlainHttpTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private final MockWebServer plain = Prompt.server();

  @BeforeEach
  void start() throws IOException {
    plain.start();
  }

  @AfterEach
  void close() {
    plain.close();
  }

  @Test
  void anAnswerThatIsNoRedirectDecidesAlthoughTheNextConnectionBreaks() throws Exception {
    plain.enqueue(new MockResponse.Builder().code(200).build());
    for (int i = 0; i < 9; i++) {
      plain.enqueue(broken());
    }
    Finding finding = redirects(address());
    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.found()).contains("/health: 200");
  }

  @Test
  void anAnswerThatIsNoRedirectDecidesAlthoughTheConnectionBeforeBroke() throws Exception {
    plain.enqueue(broken());
    plain.enqueue(new MockResponse.Builder().code(200).build());
    for (int i = 0; i < 9; i++) {
      plain.enqueue(broken());
    }
    Finding finding = redirects(address());
    assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(finding.found()).isEqualTo("/api/mcp: 200");
  }

  @Test
  void aConnectionThatBreaksOrANameThatIsNotKnownSaysNothing() throws Exception {
    plain.enqueue(
        new MockResponse.Builder()
            .code(308)
            .addHeader("Location", "https://mcp.example/health")
            .build());
    for (int i = 0; i < 9; i++) {
      plain.enqueue(broken());
    }
    assertThat(redirects(address()).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(redirects(URI.create("http://nothing.invalid")).outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aPortThatRefusesPasses() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Finding finding = redirects(URI.create("http://127.0.0.1:" + port));
    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.found()).isEqualTo("nothing answers over plain http");
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + plain.getPort());
  }

  private static MockResponse broken() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  private static Finding redirects(URI plainUrl) throws InterruptedException {
    URI url = URI.create("https://mcp.example");
    ServerSettings settings =
        new ServerSettings(url, "/health", "/metrics", "/api/mcp", null, null, null, url, plainUrl);
    Fact<List<PublicServer.Seen>> routes = Fact.of("routes", Lane.NONE, facts -> List.of());
    try (PublicServer server = new PublicServer(settings, DEADLINE)) {
      return new CheckRun(InstantSource.system())
          .run(
              new TransportChecks(server, routes, settings, InstantSource.system(), DEADLINE)
                  .all().stream()
                      .filter(check -> check.spec().id().equals("security.https"))
                      .toList(),
              one -> {})
          .getFirst();
    }
  }
}
