package tech.atoms.opsdesk.sandbox.tls;

import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server of bad habits would answer to a client's first words. Java speaks neither TLS 1.0
 * nor RC4 any more, so the answer is written by hand, as far as a scan listens.
 *
 * @param oldest whether the client offers nothing newer than TLS 1.1
 * @param weakest whether it offers no suite that is strong
 * @param answer the server's hello to it
 */
record WeakHello(boolean oldest, boolean weakest, ByteBuffer answer) {
  private static final int RECORD = 5;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;
  private static final int TLS_1_2 = 0x0303;
  private static final int RANDOM = 32;
  private static final Set<Integer> STRONG =
      Set.of(
          0x1301, 0x1302, 0x1303, 0xC02B, 0xC02C, 0xC02F, 0xC030, 0xCCA8, 0xCCA9, 0x009C, 0x009D);

  /** Whether more bytes are needed to read a hello; false where it is none. */
  static boolean isShort(ByteBuffer bytes) {
    if (bytes.remaining() < RECORD) {
      return true;
    }
    int at = bytes.position();
    return bytes.get(at) == HANDSHAKE
        && bytes.remaining() < RECORD + Short.toUnsignedInt(bytes.getShort(at + 3));
  }

  /** Reads a whole hello without moving the position; null where it is none. */
  static @Nullable WeakHello read(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    try {
      if (in.get() != HANDSHAKE || in.getShort() == 0 || in.getShort() == 0) {
        return null;
      }
      if (in.get() != CLIENT_HELLO) {
        return null;
      }
      in.position(in.position() + 3);
      int version = Short.toUnsignedInt(in.getShort());
      in.position(in.position() + RANDOM);
      in.position(in.position() + 1 + Byte.toUnsignedInt(in.get(in.position())));
      int suites = Short.toUnsignedInt(in.getShort()) / 2;
      int first = 0;
      boolean weakest = true;
      for (int i = 0; i < suites; i++) {
        int suite = Short.toUnsignedInt(in.getShort());
        first = i == 0 ? suite : first;
        weakest &= !STRONG.contains(suite);
      }
      return new WeakHello(version < TLS_1_2, weakest, answer(version, first));
    } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
      return null;
    } catch (IllegalArgumentException beyondTheEnd) {
      return null;
    }
  }

  private static ByteBuffer answer(int version, int suite) {
    int body = 2 + RANDOM + 1 + 2 + 1;
    ByteBuffer out = ByteBuffer.allocate(RECORD + 4 + body);
    out.put((byte) HANDSHAKE).putShort((short) version).putShort((short) (4 + body));
    out.putInt(SERVER_HELLO << 24 | body);
    out.putShort((short) version).put(new byte[RANDOM]).put((byte) 0);
    out.putShort((short) suite).put((byte) 0);
    return out.flip().asReadOnlyBuffer();
  }
}
