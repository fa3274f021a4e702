package tech.atoms.opsdesk.check.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.check.security.HelloAnswer.Accepted;
import tech.atoms.opsdesk.check.security.HelloAnswer.Refused;
import tech.atoms.opsdesk.check.security.HelloAnswer.Unclear;

/** What is made of a server's first words, whatever it says. */
class HandshakeTest {

  @Test
  void whateverAServerSendsIsAnAnswerAndNoMoreIsReadThanOneRecord() {
    Cases.check(
        10_000,
        random -> {
          byte[] bytes = new byte[(int) Cases.number(random, 0, 20_000)];
          random.nextBytes(bytes);
          byte[] likely = {22, 3, 3, 0, (byte) random.nextInt(256), 2, 0, 0, 80, 3, 3};
          if (random.nextBoolean()) {
            System.arraycopy(likely, 0, bytes, 0, Math.min(likely.length, bytes.length));
          }
          Counting in = new Counting(bytes);
          assertThat(HelloAnswer.read(in)).isNotNull();
          assertThat(in.read).isLessThanOrEqualTo(HelloAnswer.MOST_BYTES + 5);
        });
  }

  @Test
  void anAlertIsARefusalAndSilenceIsOneToo() throws IOException {
    assertThat(read(21, 3, 3, 0, 2, 2, 70)).isEqualTo(new Refused("alert 70"));
    assertThat(read()).isEqualTo(new Refused("connection closed"));
    assertThat(read('H', 'T', 'T', 'P', '/', '1')).isEqualTo(new Unclear());
  }

  @Test
  void tls13SaysSoInAnExtension() throws IOException {
    byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 3 + 2 + 6];
    byte[] head = {
      22, 3, 3, 0, (byte) (hello.length - 5), 2, 0, 0, (byte) (hello.length - 9), 3, 3
    };
    System.arraycopy(head, 0, hello, 0, head.length);
    byte[] tail = {0, 0x13, 1, 0, 0, 6, 0, 43, 0, 2, 3, 4};
    System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
    assertThat(HelloAnswer.read(new ByteArrayInputStream(hello)))
        .isEqualTo(new Accepted(0x0304, 0x1301));
  }

  @Test
  void aHelloIsMadeForEveryVersionAndName() {
    for (TlsVersion version : TlsVersion.values()) {
      for (String host : new String[] {"localhost", "127.0.0.1", "::1", "a.example"}) {
        assertThatCode(() -> ClientHello.of(version, Suites.USUAL, host))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void valuesOfHeadersAreJudgedAndNotTheirPresence() {
    assertThat(HeaderChecks.isLong("max-age=31536000")).isTrue();
    assertThat(HeaderChecks.isLong("includeSubDomains; Max-Age=\"63072000\"")).isTrue();
    assertThat(HeaderChecks.isLong("max-age=3600")).isFalse();
    assertThat(HeaderChecks.isLong("includeSubDomains")).isFalse();
    assertThat(HeaderChecks.isStrict("default-src 'none'; frame-ancestors 'none'")).isTrue();
    assertThat(HeaderChecks.isStrict("default-src 'self' 'unsafe-inline'")).isFalse();
    assertThat(HeaderChecks.isStrict("script-src 'self'")).isTrue();
    assertThat(HeaderChecks.isStrict("frame-ancestors 'none'")).isFalse();
  }

  private static HelloAnswer read(int... bytes) throws IOException {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return HelloAnswer.read(new ByteArrayInputStream(all));
  }

  private static final class Counting extends InputStream {
    private final InputStream in;
    private int read;

    Counting(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      read++;
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      read += Math.max(0, count);
      return count;
    }
  }
}
