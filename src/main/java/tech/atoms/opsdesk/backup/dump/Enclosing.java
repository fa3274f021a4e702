package tech.atoms.opsdesk.backup.dump;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.store.Age;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Puts things beside the dump of a backup, encrypted. What cannot be had is told, and no more. */
final class Enclosing {
  private static final String ENCRYPTED = ".age";

  private Enclosing() {}

  /**
   * Encloses one thing in a directory.
   *
   * @throws IOException where the directory takes no file, or not all of it
   */
  static Enclosed in(Path directory, Enclosure one, List<String> recipients)
      throws IOException, InterruptedException {
    Path file = directory.resolve(one.file() + ENCRYPTED);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Own own = new Own(Channels.newOutputStream(channel));
      Counted written = new Counted(new BufferedOutputStream(new KeptOpen(own), 1 << 16));
      List<Enclosed.Item> items;
      try (OutputStream plain = Age.encrypting(written, recipients)) {
        items = one.write(plain);
      } catch (IOException e) {
        if (own.failed) {
          throw e;
        }
        throw notHad(one, e);
      }
      written.flush();
      channel.force(true);
      return new Enclosed(
          one.what(), file.getFileName().toString(), written.bytes(), written.sha256(), items, "");
    } catch (ProblemException e) {
      Files.deleteIfExists(file);
      return Enclosed.missing(one.what(), Masking.mask(e.problem().advice()));
    }
  }

  private static ProblemException notHad(Enclosure one, IOException cause) {
    String why =
        switch (cause) {
          case CharacterCodingException _ -> "a file of it is no text in UTF-8";
          case AccessDeniedException e -> "this account may not read " + e.getFile();
          default -> String.valueOf(cause.getMessage());
        };
    return new ProblemException(
        new Problem("It was not kept", one.what(), why, "Look at it, and take another backup"),
        cause);
  }

  /** The backup's own file: what fails there is the disk's, and not that of what is enclosed. */
  private static final class Own extends FilterOutputStream {
    private boolean failed;

    Own(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      try {
        out.write(some, from, length);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }
}
