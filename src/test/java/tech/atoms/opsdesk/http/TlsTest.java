package tech.atoms.opsdesk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.http.HttpFailure.Kind;

class TlsTest {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @TempDir Path directory;
  private final MockWebServer server = Prompt.server();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAuthorityOfTheProfileIsTrustedBesideTheSystems() throws IOException {
    serve(new HeldCertificate.Builder().addSubjectAlternativeName("localhost"));
    Answer answer = get(authority());
    assertThat(answer.body()).isEqualTo("OK");
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() throws IOException {
    serve(new HeldCertificate.Builder().addSubjectAlternativeName("localhost"));
    assertThat(failure(null).problem().why())
        .contains("authority that this machine does not trust");
  }

  @Test
  void anExpiredCertificateIsNamed() throws IOException {
    long now = System.currentTimeMillis();
    serve(
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .validityInterval(now - TimeUnit.DAYS.toMillis(9), now - TimeUnit.DAYS.toMillis(1)));
    assertThat(failure(authority()).problem().why()).startsWith("the certificate has expired");
  }

  @Test
  void anExpiredCertificateIsRefusedThoughItIsTrustedItself() throws IOException {
    long now = System.currentTimeMillis();
    HttpFailure expired = selfSigned(now - TimeUnit.DAYS.toMillis(9), now - 1000);
    assertThat(expired.kind()).isEqualTo(Kind.TLS);
    assertThat(expired.problem().why()).startsWith("the certificate has expired: it expired on 2");
  }

  @Test
  void aCertificateOfTheFutureIsRefusedThoughItIsTrustedItself() throws IOException {
    long now = System.currentTimeMillis();
    HttpFailure early =
        selfSigned(now + TimeUnit.DAYS.toMillis(1), now + TimeUnit.DAYS.toMillis(9));
    assertThat(early.problem().why())
        .startsWith("the certificate is not valid yet: it is valid from 2");
  }

  private HttpFailure selfSigned(long from, long until) throws IOException {
    HeldCertificate own =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .validityInterval(from, until)
            .build();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
    server.start();
    server.enqueue(new MockResponse.Builder().body("OK").build());
    return failure(Files.writeString(directory.resolve("own.pem"), own.certificatePem()));
  }

  @Test
  void aCertificateForAnotherHostIsNamed() throws IOException {
    serve(new HeldCertificate.Builder().addSubjectAlternativeName("other.example"));
    assertThat(failure(authority()).problem().why())
        .isEqualTo("the certificate is for another host, not for localhost");
  }

  @Test
  void whatIsWrongWithAShownCertificateIsToldInWords() throws IOException {
    serve(new HeldCertificate.Builder().addSubjectAlternativeName("other.example"));
    URI url = URI.create("https://localhost:" + server.getPort() + "/");
    Duration deadline = Duration.ofSeconds(10);
    assertThat(ShownCertificate.of(url, authority(), deadline).trouble())
        .isEqualTo("the certificate is for another host, not for localhost");
    assertThat(ShownCertificate.of(url, null, deadline).trouble())
        .isEqualTo("the certificate is signed by an authority that this machine does not trust");
  }

  @Test
  void anExpiredShownCertificateIsToldInWords() throws IOException {
    long now = System.currentTimeMillis();
    serve(
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .validityInterval(now - TimeUnit.DAYS.toMillis(9), now - TimeUnit.DAYS.toMillis(1)));
    URI url = URI.create("https://localhost:" + server.getPort() + "/");
    assertThat(ShownCertificate.of(url, authority(), Duration.ofSeconds(10)).trouble())
        .startsWith("it expired on 2");
  }

  /** The mock server waits for the end of a line, which the random bytes of a hello may lack. */
  @Test
  void plainHttpOnATlsPortIsSaid() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(plain));
      int port = plain.getLocalPort();
      HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> get(port, null));
      assertThat(failure.kind()).isEqualTo(Kind.TLS);
    }
  }

  private static void refuse(ServerSocket plain) {
    try (Socket caller = plain.accept()) {
      int first = caller.getInputStream().read();
      assertThat(first).as("a TLS record").isEqualTo(22);
      caller
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCaFileThatHoldsNoneIsAProblemOfTheSettings() throws IOException {
    server.start();
    Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing");
    assertThat(failure(empty).kind()).isEqualTo(Kind.SETTINGS);
    assertThat(failure(directory.resolve("absent.pem")).kind()).isEqualTo(Kind.SETTINGS);
  }

  private void serve(HeldCertificate.Builder certificate) throws IOException {
    HandshakeCertificates held =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate.signedBy(AUTHORITY).build())
            .build();
    server.useHttps(held.sslSocketFactory());
    server.start();
    server.enqueue(new MockResponse.Builder().body("OK").build());
  }

  private Path authority() throws IOException {
    return Files.writeString(directory.resolve("ca.pem"), AUTHORITY.certificatePem());
  }

  private HttpFailure failure(@Nullable Path caFile) {
    return catchThrowableOfType(HttpFailure.class, () -> get(caFile));
  }

  private Answer get(@Nullable Path caFile) {
    return get(server.getPort(), caFile);
  }

  private static Answer get(int port, @Nullable Path caFile) {
    try (HttpReader http = new HttpReader(Duration.ofSeconds(5), caFile)) {
      URI url = URI.create("https://localhost:" + port + "/health");
      return http.send(Ask.get("health endpoint", url, Map.of(), 1000));
    }
  }
}
