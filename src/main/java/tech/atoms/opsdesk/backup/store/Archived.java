package tech.atoms.opsdesk.backup.store;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Sha256;
import tech.atoms.opsdesk.environment.Secret;

/** The archive of a backup, read with care: nothing that was changed passes. Blocks on the disk. */
public final class Archived {
  private final Stored backup;
  private final Manifest manifest;

  /**
   * Of a backup.
   *
   * @throws ProblemException where it is no use
   */
  public Archived(Stored backup) {
    Manifest known = backup.manifest();
    if (known == null) {
      throw broken(backup, backup.problem());
    }
    this.backup = backup;
    this.manifest = known;
  }

  /** What it holds. */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * Reads the whole file: it is what was written.
   *
   * @throws ProblemException where it is not
   */
  public void requireWhole() {
    Manifest.Archive archive = manifest.archive();
    requireSame(archive.file(), archive.bytes(), archive.sha256());
  }

  private void requireSame(String name, long length, String sha256) {
    MessageDigest digest = Sha256.ofStream();
    try (InputStream file = new DigestInputStream(open(name), digest)) {
      long bytes = file.transferTo(OutputStream.nullOutputStream());
      boolean same = bytes == length && HexFormat.of().formatHex(digest.digest()).equals(sha256);
      if (!same) {
        throw broken(backup, name + " is not what was written: its SHA-256 differs");
      }
    } catch (IOException e) {
      throw broken(backup, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads all that lies beside the dump: it is what was written.
   *
   * @throws ProblemException where it is not
   */
  public void requireEnclosed() {
    for (Enclosed one : manifest.enclosed()) {
      if (one.isThere()) {
        requireSame(one.file(), one.bytes(), one.sha256());
      }
    }
  }

  /**
   * What lies beside the dump, decrypted.
   *
   * @param file its name in the manifest
   * @throws ProblemException where the key does not open it, or it is not what was written
   */
  public InputStream enclosed(String file, Secret identity) {
    Enclosed one =
        manifest.enclosed().stream()
            .filter(each -> each.isThere() && each.file().equals(file))
            .findFirst()
            .orElseThrow(() -> broken(backup, "it holds no " + file));
    requireSame(file, one.bytes(), one.sha256());
    try {
      return Age.decrypting(open(file), identity);
    } catch (IOException e) {
      throw broken(backup, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The dump, decrypted; reading it to its end fails where it is not what was dumped.
   *
   * @throws ProblemException where the key does not open it
   */
  public InputStream dump(Secret identity) {
    try {
      return new Checked(Age.decrypting(open(manifest.archive().file()), identity));
    } catch (IOException e) {
      throw broken(backup, String.valueOf(e.getMessage()));
    }
  }

  private InputStream open(String name) throws IOException {
    return new BufferedInputStream(Files.newInputStream(backup.directory().resolve(name)), 1 << 16);
  }

  /** Compares at the end. */
  private final class Checked extends FilterInputStream {
    private final MessageDigest digest = Sha256.ofStream();
    private long bytes;

    Checked(InputStream in) {
      super(in);
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
        digest.update(some, from, read);
        bytes += read;
      } else if (read < 0) {
        requireSame();
      }
      return read;
    }

    private void requireSame() throws IOException {
      boolean same =
          bytes == manifest.archive().plainBytes()
              && HexFormat.of().formatHex(digest.digest()).equals(manifest.archive().plainSha256());
      if (!same) {
        throw new IOException("what was decrypted is not what was dumped");
      }
    }
  }

  private static ProblemException broken(Stored backup, String why) {
    return new ProblemException(
        new Problem(
            "The backup is no use",
            backup.id(),
            why,
            "Take another one; see 'opsdesk backup list'"));
  }
}
