package tech.atoms.opsdesk.backup.place;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how far it was read. */
final class Counted extends FilterInputStream {
  private final LongConsumer told;
  private long at;

  /**
   * A stream.
   *
   * @param from how much was before it
   */
  Counted(InputStream in, long from, LongConsumer told) {
    super(in);
    this.at = from;
    this.told = told;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] some, int from, int length) throws IOException {
    int read = in.read(some, from, length);
    if (read > 0) {
      at += read;
      told.accept(at);
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
