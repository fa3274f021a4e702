package tech.atoms.opsdesk.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Prompt;

/** Webhooks over real HTTP: what is sent, and one clear line for all that goes wrong. */
class HttpCarrierTest {
  private static final String PATH = "/services/T0000/B0000/canary-4711-canary";
  private static final SecretRef URL = SecretRef.parse("env:URL");
  private static final SecretRef TOKEN = SecretRef.parse("env:TOKEN");
  private static final Sending SENDING =
      new Sending(TestNotices.run("1a2b3c4d"), "run-1a2b3c4d-17-ops", false);

  private final MockWebServer server = Prompt.server();
  private @Nullable String url;

  @BeforeEach
  void start() throws Exception {
    server.start(InetAddress.getLoopbackAddress(), 0);
    url = "http://127.0.0.1:" + server.getPort() + PATH;
  }

  @AfterEach
  void close() {
    server.close();
  }

  private SecretResolver secrets() {
    return ref -> {
      String value = ref.equals(URL) ? url : "token-4711-token";
      if (value == null) {
        throw new ProblemException(
            new Problem("A secret is missing", ref.toString(), "it is not set", "Set it"));
      }
      return new Secret(value);
    };
  }

  private void slack() {
    send(new Channel.Slack("ops", URL, null), null);
  }

  private void webhook() {
    send(new Channel.Webhook("hook", URL, TOKEN, null), TOKEN);
  }

  private void send(Channel channel, @Nullable SecretRef token) {
    try (HttpCarrier carrier =
        new HttpCarrier(channel, URL, token, secrets(), Duration.ofMillis(700))) {
      carrier.send(SENDING);
    }
  }

  private Undelivered failure(Runnable sending) {
    Undelivered failure = catchThrowableOfType(Undelivered.class, sending::run);
    assertThat(failure).as("it is not delivered").isNotNull();
    assertThat(failure.problem().toString()).doesNotContain("canary");
    assertThat(failure.problem().line()).doesNotContain("\n");
    return failure;
  }

  @Test
  void slackTakesIt() throws Exception {
    server.enqueue(new MockResponse.Builder().body("ok").build());
    slack();
    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo(PATH);
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(Objects.requireNonNull(request.getBody()).utf8())
        .contains("\"blocks\"")
        .doesNotContain("canary");
  }

  @Test
  void aWebhookIsGivenTheTokenAndAKey() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());
    webhook();
    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token-4711-token");
    assertThat(request.getHeaders().get("Idempotency-Key")).isEqualTo("run-1a2b3c4d-17-ops");
    assertThat(Objects.requireNonNull(request.getBody()).utf8()).contains("\"kind\":\"run\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | invalid_payload     | true  | false | it answered 400: invalid_payload
          403 | action_prohibited   | true  | false | it answered 403: action_prohibited
          404 | channel_not_found   | true  | false | it answered 404: channel_not_found
          410 | channel_is_archived | true  | false | it answered 410: channel_is_archived
          429 | rate_limited        | false | false | it answered 429, too many messages: rate_limited
          500 | rollup_error        | false | true  | it answered 500: rollup_error
          503 | down                | false | false | it answered 503, not now: down
          200 | <html>              | true  | false | it answered 200 without Slack's ok: <html>
          302 | moved               | true  | false | it answered 302, a redirect to elsewhere.example.com, which is not followed
          """)
  void whatSlackAnswersIsToldInOneLine(
      int status, String body, boolean hopeless, boolean unsure, String why) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .body(body)
            .addHeader("Location", "https://elsewhere.example.com/" + PATH)
            .build());
    Undelivered failure = failure(this::slack);
    assertThat(failure.problem().why()).isEqualTo(why);
    assertThat(failure.problem().where()).isEqualTo("channel ops, slack at 127.0.0.1");
    assertThat(failure.isHopeless()).isEqualTo(hopeless);
    assertThat(failure.isUnsure()).isEqualTo(unsure);
    assertThat(server.getRequestCount()).as("sent once, not redirected").isOne();
  }

  @Test
  void itIsLeftAloneAsLongAsItAsks() throws Exception {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "42").build());
    Undelivered failure = failure(this::slack);
    assertThat(failure.pause()).isEqualTo(Duration.ofSeconds(42));
    assertThat(failure.problem().why())
        .isEqualTo("it answered 429, too many messages; it asks to wait 42 s");
  }

  @Test
  void whoHangsMayHaveTakenIt() {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    Undelivered failure = failure(this::slack);
    assertThat(failure.isUnsure()).isTrue();
    assertThat(failure.problem().why()).isEqualTo("no complete answer within 700 ms");
  }

  @Test
  void whoBreaksTheConnectionMayHaveTakenIt() {
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket(true, true, true))
            .build());
    Undelivered failure = failure(this::slack);
    assertThat(failure.isUnsure()).isTrue();
    assertThat(failure.problem().why()).startsWith("the connection broke");
  }

  @Test
  void whereNothingListensNothingArrived() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      url = "http://127.0.0.1:" + free.getLocalPort() + PATH;
    }
    Undelivered failure = failure(this::slack);
    assertThat(failure.problem().why()).isEqualTo("connection refused");
    assertThat(failure.isUnsure()).isFalse();
    assertThat(failure.isHopeless()).isFalse();
  }

  @Test
  void aCertificateOfAStrangerIsRefusedAndOneOfTheFileTaken(
      @org.junit.jupiter.api.io.TempDir Path directory) throws Exception {
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate held =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    Path pem = java.nio.file.Files.writeString(directory.resolve("ca"), authority.certificatePem());
    try (MockWebServer secure = Prompt.server()) {
      secure.useHttps(
          new HandshakeCertificates.Builder().heldCertificate(held).build().sslSocketFactory());
      secure.start(InetAddress.getLoopbackAddress(), 0);
      url = "https://127.0.0.1:" + secure.getPort() + PATH;
      Undelivered failure = failure(this::slack);
      assertThat(failure.problem().why())
          .isEqualTo("the certificate is signed by an authority that this machine does not trust");
      assertThat(failure.isHopeless()).isFalse();
      secure.enqueue(new MockResponse.Builder().body("ok").build());
      send(new Channel.Slack("ops", URL, pem), null);
      assertThat(secure.getRequestCount()).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://hooks.example.com/canary        | it is plain http, and not on this machine
          https://me:canary@hooks.example.com/x  | it holds a user or a password
          ftp://hooks.example.com/canary         | it is no https URL
          hooks.example.com/canary               | it is no https URL
          https://hooks example.com/canary       | it is no URL
          """)
  void anAddressThatCannotBeUsedIsSaid(String address, String why) {
    url = address;
    Undelivered failure = failure(this::slack);
    assertThat(failure.problem().why()).isEqualTo(why);
    assertThat(failure.problem().where()).isEqualTo("env:URL");
    assertThat(failure.isHopeless()).isFalse();
  }

  @Test
  void aMissingSecretIsSaidAndTriedAgain() {
    url = null;
    assertThat(failure(this::webhook).problem().what()).isEqualTo("A secret is missing");
    assertThat(failure(this::webhook).isHopeless()).isFalse();
  }

  @Test
  void whatTheOtherSideEchoesIsMasked() {
    server.enqueue(new MockResponse.Builder().code(400).body("no " + PATH + "\n\nx").build());
    assertThat(failure(this::slack).problem().why())
        .isEqualTo("it answered 400: no " + Masking.MASK + " x");
  }
}
