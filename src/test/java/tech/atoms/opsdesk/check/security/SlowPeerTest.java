package tech.atoms.opsdesk.check.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.ShownCertificate;

/** A peer that answers a byte at a time keeps nobody waiting for longer than the deadline. */
class SlowPeerTest {
  private static final Duration DEADLINE = Duration.ofMillis(300);
  private static final byte[] HEAD_OF_A_LONG_RECORD = {22, 3, 3, 63, 0};
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket server;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    url = URI.create("https://127.0.0.1:" + server.getLocalPort());
    Thread.ofVirtual().start(this::accept);
    var _ = ticks.scheduleAtFixedRate(this::trickle, 50, 50, TimeUnit.MILLISECONDS);
  }

  private void accept() {
    try {
      while (true) {
        Socket one = server.accept();
        one.getOutputStream().write(HEAD_OF_A_LONG_RECORD);
        open.add(one);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void trickle() {
    open.removeIf(
        one -> {
          try {
            one.getOutputStream().write(2);
            return false;
          } catch (IOException closed) {
            return true;
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    ticks.shutdownNow();
    server.close();
    for (Socket one : open) {
      one.close();
    }
  }

  @Test
  void aHandshakeThatNeverEndsIsUnclear() {
    TlsOffers offers =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> TlsOffers.of(url, DEADLINE));
    assertThat(offers.versions().values()).allMatch(HelloAnswer.Unclear.class::isInstance);
  }

  @Test
  void aCertificateThatNeverComesIsAFailure() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> ShownCertificate.of(url, null, DEADLINE))
                .isInstanceOf(HttpFailure.class));
  }
}
