package tech.atoms.opsdesk.backup.dump;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.store.Age;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.ProblemException;

/** Puts things beside the dump of a backup, encrypted. What cannot be had is told, and no more. */
final class Enclosing {
  private static final String ENCRYPTED = ".age";

  private Enclosing() {}

  /**
   * Encloses one thing in a directory.
   *
   * @throws IOException where the directory takes no file
   */
  static Enclosed in(Path directory, Enclosure one, List<String> recipients)
      throws IOException, InterruptedException {
    Path file = directory.resolve(one.file() + ENCRYPTED);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Counted written =
          new Counted(
              new BufferedOutputStream(new KeptOpen(Channels.newOutputStream(channel)), 1 << 16));
      List<Enclosed.Item> items;
      try (OutputStream plain = Age.encrypting(written, recipients)) {
        items = one.write(plain);
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
}
