package tech.atoms.opsdesk.backup.dump;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that outlasts whoever encrypts into it: the last chunk is written at their close. */
final class KeptOpen extends FilterOutputStream {
  KeptOpen(OutputStream to) {
    super(to);
  }

  @Override
  public void write(byte[] some, int from, int length) throws IOException {
    out.write(some, from, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
