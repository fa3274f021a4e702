package tech.atoms.opsdesk.backup.dump;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import tech.atoms.opsdesk.common.Sha256;

/** Counts and hashes what goes through. */
final class Counted extends FilterOutputStream {
  private final MessageDigest digest = Sha256.ofStream();
  private final AtomicLong bytes = new AtomicLong();

  Counted(OutputStream to) {
    super(to);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] some, int from, int length) throws IOException {
    out.write(some, from, length);
    digest.update(some, from, length);
    bytes.addAndGet(length);
  }

  /** How many so far; on any thread. */
  long bytes() {
    return bytes.get();
  }

  /** Of all of it, once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
