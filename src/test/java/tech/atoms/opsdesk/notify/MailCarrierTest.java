package tech.atoms.opsdesk.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;

/** Mail over real SMTP: what arrives, and one clear line for all that goes wrong. */
class MailCarrierTest {
  private static final SecretRef PASSWORD = SecretRef.parse("env:SMTP");
  private static final Sending SENDING =
      new Sending(TestNotices.run("1a2b3c4d"), "run-1a2b3c4d-17-mail", false);
  private static final List<String> TO = List.of("ops@example.com");

  private final GreenMail greenMail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());
  private @Nullable Path caFile;
  @TempDir Path directory;

  @AfterEach
  void stop() {
    greenMail.stop();
  }

  private int smtp() {
    greenMail.start();
    return greenMail.getSmtp().getPort();
  }

  private void send(int port, Channel.Security security, @Nullable String user) {
    send(port, security, user, TO);
  }

  private void send(int port, Channel.Security security, @Nullable String user, List<String> to) {
    try (MailCarrier carrier =
        new MailCarrier(
            new Channel.Email(
                "mail",
                "127.0.0.1",
                port,
                security,
                user,
                user == null ? null : PASSWORD,
                "desk@example.com",
                to,
                caFile),
            ref -> new Secret("hunter2-canary"),
            InstantSource.fixed(TestNotices.AT),
            Duration.ofSeconds(3))) {
      carrier.send(SENDING);
    }
  }

  private static Undelivered failure(Runnable sending) {
    Undelivered failure = catchThrowableOfType(Undelivered.class, sending::run);
    assertThat(failure).as("it is not delivered").isNotNull();
    assertThat(failure.problem().toString()).doesNotContain("canary");
    assertThat(failure.problem().line()).doesNotContain("\n");
    return failure;
  }

  @Test
  void arrivesAsOneMailThatSaysThatAMachineWroteIt() throws Exception {
    int port = smtp();
    greenMail.setUser("desk", "hunter2-canary");
    send(port, Channel.Security.NONE, "desk", List.of("ops@example.com", "dev@example.com"));
    assertThat(greenMail.waitForIncomingEmail(5_000, 2)).isTrue();
    MimeMessage mail = greenMail.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[production] Roll back from v1.5.0 to v1.4.2: done");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getMessageID()).isEqualTo("<run-1a2b3c4d-17-mail@example.com>");
    assertThat(mail.getSentDate()).isEqualTo(TestNotices.AT);
    assertThat(mail.getFrom()[0]).hasToString("Atoms Ops Desk <desk@example.com>");
    assertThat(mail.getContent().toString()).contains("v1.5.0 -> v1.4.2 (done)");
  }

  @Test
  void aWrongPasswordIsSaid() {
    int port = smtp();
    greenMail.setUser("desk", "another");
    Undelivered failure = failure(() -> send(port, Channel.Security.NONE, "desk"));
    assertThat(failure.problem().why())
        .startsWith("it does not take the user's name and password: 535");
    assertThat(failure.isHopeless()).isTrue();
  }

  @Test
  void nothingIsSentInTheClearWhereStarttlsIsNotOffered() throws Exception {
    try (Says server = new Says("220 hi", "250 old")) {
      Undelivered failure = failure(() -> send(server.port(), Channel.Security.STARTTLS, "desk"));
      assertThat(failure.problem().why())
          .isEqualTo("it does not offer STARTTLS, and nothing is sent in the clear");
      assertThat(failure.isHopeless()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "TLS"})
  void aCertificateOfAStrangerIsRefusedAndOneOfTheFileTaken(Channel.Security security)
      throws Exception {
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    caFile = Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    try (Says server = secure(security, authority, "127.0.0.1")) {
      send(server.port(), security, null);
      assertThat(server.heard()).contains("Message-ID: <run-1a2b3c4d-17-mail@example.com>");
    }
    try (Says server = secure(security, authority, "localhost")) {
      Undelivered failure = failure(() -> send(server.port(), security, null));
      assertThat(failure.problem().why())
          .isEqualTo("the certificate is for another host, not for 127.0.0.1");
      assertThat(server.heard()).doesNotContain("MAIL FROM");
    }
    caFile = null;
    try (Says server = secure(security, authority, "127.0.0.1")) {
      Undelivered failure = failure(() -> send(server.port(), security, null));
      assertThat(failure.problem().why())
          .isEqualTo("the certificate is signed by an authority that this machine does not trust");
      assertThat(failure.isUnsure()).isFalse();
      assertThat(server.heard()).doesNotContain("MAIL FROM");
    }
  }

  /** A server that takes one mail by TLS, with a certificate for a host. */
  private static Says secure(Channel.Security security, HeldCertificate authority, String host)
      throws IOException {
    HeldCertificate held =
        new HeldCertificate.Builder().signedBy(authority).addSubjectAlternativeName(host).build();
    SSLSocketFactory tls =
        new HandshakeCertificates.Builder().heldCertificate(held).build().sslSocketFactory();
    List<String> takes = List.of("250 ok", "250 ok", "250 ok", "354 go", "250 taken");
    List<String> all = new ArrayList<>();
    if (security == Channel.Security.TLS) {
      all.add("220 hi");
    } else {
      all.addAll(List.of("220 hi", "250-hello\r\n250 STARTTLS", Says.UPGRADE));
    }
    all.addAll(takes);
    return new Says(tls, security == Channel.Security.TLS, all);
  }

  @Test
  void whereNothingListensNothingArrived() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Undelivered failure = failure(() -> send(port, Channel.Security.STARTTLS, null));
    assertThat(failure.problem().why()).isEqualTo("connection refused");
    assertThat(failure.problem().where()).isEqualTo("channel mail, mail by 127.0.0.1:" + port);
    assertThat(failure.isUnsure()).isFalse();
  }

  @Test
  void aServerThatNeverComesToAnEndIsLeft() throws Exception {
    try (Says server = new Says("220 hi", "250 ok", "250 ok", "250 ok", "354 go", "")) {
      Undelivered failure = failure(() -> send(server.port(), Channel.Security.NONE, null));
      assertThat(failure.problem().why()).isEqualTo("no complete answer within 3 s");
      assertThat(failure.isUnsure()).isTrue();
    }
  }

  @Test
  void anAddressThatIsRefusedIsNamed() throws Exception {
    try (Says server = new Says("220 hi", "250 ok", "250 ok", "550 5.1.1 unknown", "250 ok")) {
      Undelivered failure = failure(() -> send(server.port(), Channel.Security.NONE, null));
      assertThat(failure.problem().why())
          .isEqualTo("it refused the mail to ops@example.com: 550 5.1.1 unknown");
      assertThat(failure.isHopeless()).isTrue();
    }
  }

  @Test
  void whatIsRefusedForAMomentIsSentAgain() throws Exception {
    try (Says server = new Says("220 hi", "250 ok", "250 ok", "451 4.7.1 greylisted", "250 ok")) {
      Undelivered failure = failure(() -> send(server.port(), Channel.Security.NONE, null));
      assertThat(failure.problem().why()).endsWith("451 4.7.1 greylisted");
      assertThat(failure.isHopeless()).isFalse();
      assertThat(failure.isUnsure()).isFalse();
    }
  }

  /** A server that answers each line with the next of its own; after an empty one with nothing. */
  private static final class Says implements AutoCloseable {
    static final String UPGRADE = "220 now TLS";
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final StringBuilder heard = new StringBuilder();
    private final Thread talking;

    Says(String... lines) throws IOException {
      this(null, false, List.of(lines));
    }

    Says(@Nullable SSLSocketFactory tls, boolean atOnce, List<String> lines) throws IOException {
      talking = Thread.ofVirtual().start(() -> talk(tls, atOnce, lines));
    }

    int port() {
      return socket.getLocalPort();
    }

    /** All that it heard, once the other side has gone. */
    String heard() throws InterruptedException {
      talking.join();
      return heard.toString();
    }

    private void talk(@Nullable SSLSocketFactory tls, boolean atOnce, List<String> lines) {
      try (Socket one = socket.accept()) {
        Socket now = atOnce ? secured(tls, one) : one;
        BufferedReader in = reader(now);
        for (String line : lines) {
          if (!line.isEmpty()) {
            now.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            now.getOutputStream().flush();
          }
          if (line.equals(UPGRADE)) {
            now = secured(tls, one);
            in = reader(now);
          }
          String said = in.readLine();
          heard.append(said).append('\n');
          while (line.startsWith("354") && !".".equals(said)) {
            said = in.readLine();
            heard.append(said).append('\n');
          }
        }
        while (in.readLine() != null) {
          // Says nothing more.
        }
      } catch (IOException e) {
        // The other side has gone.
      }
    }

    private static Socket secured(@Nullable SSLSocketFactory tls, Socket plain) throws IOException {
      SSLSocket secured =
          (SSLSocket)
              Objects.requireNonNull(tls).createSocket(plain, "127.0.0.1", plain.getPort(), true);
      secured.setUseClientMode(false);
      return secured;
    }

    private static BufferedReader reader(Socket of) throws IOException {
      return new BufferedReader(new InputStreamReader(of.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
