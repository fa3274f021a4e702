package tech.atoms.opsdesk.check.security;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/**
 * The first message of a TLS handshake, written by hand: Java offers neither old versions nor weak
 * suites. It is only to be answered; no handshake is ever ended.
 */
final class ClientHello {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int RANDOM = 32;
  private static final SecureRandom RANDOMNESS = new SecureRandom();

  private ClientHello() {}

  /**
   * Writes one.
   *
   * @param version the newest that is offered, and for TLS 1.3 the only one
   * @param suites in order of preference
   * @param host for server name indication; left out where it is an address
   */
  static byte[] of(TlsVersion version, Suites suites, String host) {
    boolean newest = version == TlsVersion.TLS_1_3;
    Bytes body = new Bytes();
    body.two(newest ? TlsVersion.TLS_1_2.code() : version.code());
    body.random(RANDOM);
    body.one(newest ? RANDOM : 0);
    if (newest) {
      body.random(RANDOM);
    }
    Bytes offered = new Bytes();
    suites.codes().forEach(offered::two);
    body.counted(2, offered);
    body.one(1).one(0); // no compression
    body.counted(2, extensions(version, host));

    Bytes message = new Bytes();
    message.one(CLIENT_HELLO).counted(3, body);
    Bytes record = new Bytes();
    record.one(HANDSHAKE).two(TlsVersion.TLS_1_0.code()).counted(2, message);
    return record.all();
  }

  private static Bytes extensions(TlsVersion version, String host) {
    Bytes all = new Bytes();
    if (host.chars().anyMatch(Character::isLetter) && host.indexOf(':') < 0) {
      Bytes name = new Bytes().one(0).counted(2, new Bytes().text(host));
      all.extension(0, new Bytes().counted(2, name));
    }
    Bytes groups = new Bytes();
    List.of(0x001D, 0x0017, 0x0018).forEach(groups::two);
    all.extension(10, new Bytes().counted(2, groups));
    all.extension(11, new Bytes().one(1).one(0)); // points: uncompressed
    if (version.compareTo(TlsVersion.TLS_1_2) >= 0) {
      Bytes algorithms = new Bytes();
      List.of(0x0403, 0x0503, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201)
          .forEach(algorithms::two);
      all.extension(13, new Bytes().counted(2, algorithms));
    }
    if (version == TlsVersion.TLS_1_3) {
      all.extension(43, new Bytes().one(2).two(version.code()));
      Bytes share = new Bytes().two(0x001D).counted(2, new Bytes().random(RANDOM));
      all.extension(51, new Bytes().counted(2, share));
    }
    return all;
  }

  /** Bytes that grow. */
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes one(int value) {
      out.write(value);
      return this;
    }

    Bytes two(int value) {
      return one(value >> 8).one(value);
    }

    Bytes random(int count) {
      byte[] bytes = new byte[count];
      RANDOMNESS.nextBytes(bytes);
      out.writeBytes(bytes);
      return this;
    }

    Bytes text(String text) {
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    /** Puts bytes behind their count, which takes so many bytes itself. */
    Bytes counted(int width, Bytes content) {
      for (int i = width - 1; i >= 0; i--) {
        one(content.out.size() >> (8 * i));
      }
      out.writeBytes(content.all());
      return this;
    }

    void extension(int type, Bytes content) {
      two(type).counted(2, content);
    }

    byte[] all() {
      return out.toByteArray();
    }
  }
}
