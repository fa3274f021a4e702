package tech.atoms.opsdesk.check.security;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** What a server answers to the first message of a handshake. */
sealed interface HelloAnswer {
  /** Most bytes that are read of an answer: one record of TLS, which holds less than this. */
  int MOST_BYTES = 16 * 1024;

  /**
   * It would go on.
   *
   * @param version that it chose, as a number of the registry
   * @param suite that it chose, as a number of the registry
   */
  record Accepted(int version, int suite) implements HelloAnswer {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "accepted with 0x%04X, suite 0x%04X", version, suite);
    }
  }

  /**
   * It would not.
   *
   * @param how "alert 70" or "connection closed"
   */
  record Refused(String how) implements HelloAnswer {
    @Override
    public String toString() {
      return "refused, " + how;
    }
  }

  /** It speaks something else than TLS. */
  record Unclear() implements HelloAnswer {
    @Override
    public String toString() {
      return "not an answer of TLS";
    }
  }

  /**
   * Reads an answer: its first record, as far as it is of interest, and never more.
   *
   * @throws IOException where nothing comes in time
   */
  static HelloAnswer read(InputStream in) throws IOException {
    byte[] head = in.readNBytes(5);
    if (head.length == 0) {
      return new Refused("connection closed");
    }
    if (head.length < 5 || head[1] != 3) {
      return new Unclear();
    }
    int length = Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(3));
    if (length == 0 || length > MOST_BYTES) {
      return new Unclear();
    }
    byte[] body;
    try {
      body = whole(in, length);
    } catch (EOFException cutOff) {
      return new Unclear();
    }
    return switch (head[0]) {
      case 21 -> length == 2 ? new Refused("alert " + Byte.toUnsignedInt(body[1])) : new Unclear();
      case 22 -> serverHello(ByteBuffer.wrap(body));
      default -> new Unclear();
    };
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return body;
  }

  private static HelloAnswer serverHello(ByteBuffer in) {
    try {
      if (in.get() != 2) {
        return new Unclear();
      }
      in.position(in.position() + 3);
      int version = Short.toUnsignedInt(in.getShort());
      in.position(in.position() + 32);
      in.position(in.position() + 1 + Byte.toUnsignedInt(in.get(in.position())));
      int suite = Short.toUnsignedInt(in.getShort());
      in.get();
      return new Accepted(in.hasRemaining() ? chosen(in, version) : version, suite);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return new Unclear();
    }
  }

  /** TLS 1.3 calls itself 1.2 and tells the truth in an extension. */
  private static int chosen(ByteBuffer in, int version) {
    int end = Short.toUnsignedInt(in.getShort());
    end = Math.min(in.position() + end, in.limit());
    while (in.position() + 4 <= end) {
      int type = Short.toUnsignedInt(in.getShort());
      int length = Short.toUnsignedInt(in.getShort());
      if (type == 43 && length == 2) {
        return Short.toUnsignedInt(in.getShort());
      }
      in.position(in.position() + length);
    }
    return version;
  }
}
