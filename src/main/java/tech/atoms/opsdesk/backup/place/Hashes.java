package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import tech.atoms.opsdesk.common.Sha256;

/** SHA-256 of what is read, piece by piece. */
final class Hashes {
  private static final int PIECE = 1 << 16;

  private Hashes() {}

  /** Of a stream, to its end: 64 hexadecimal digits. */
  static String of(InputStream in, LongConsumer read) throws IOException {
    MessageDigest digest = Sha256.ofStream();
    byte[] piece = new byte[PIECE];
    long all = 0;
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      digest.update(piece, 0, n);
      all += n;
      read.accept(all);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of a file. */
  static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in, all -> {});
    }
  }
}
