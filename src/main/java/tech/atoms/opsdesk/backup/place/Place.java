package tech.atoms.opsdesk.backup.place;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Somewhere that files are kept under names with slashes. Every method blocks on the place; safe on
 * any thread. What goes wrong there is told as a {@link
 * tech.atoms.opsdesk.common.ProblemException}, which names the place and no key.
 */
public interface Place extends AutoCloseable {

  /**
   * A file that is there, whole.
   *
   * @param name e.g. "shop/bk-2026-11-30-2014-7f3a/manifest.json"
   */
  record Item(String name, long bytes) {}

  /** As the profile names it. */
  String name();

  /** Where it is, in words. */
  String where();

  /** What lies under a name; empty where nothing does. */
  List<Item> list(String under);

  /**
   * What a file holds. The caller closes it.
   *
   * @throws IOException while reading: where the connection is cut
   */
  InputStream read(String name) throws IOException;

  /**
   * Puts a file there whole or not at all, in the place of one of the same name.
   *
   * @param sha256 of the file: 64 hexadecimal digits; what arrives as something else is refused
   * @param sent told how many bytes of it were sent, now and then; what it throws ends the sending
   */
  void write(String name, Path file, String sha256, LongConsumer sent);

  /** Removes a file; one that is not there is none. */
  void delete(String name);

  /** Lets go of connections. */
  @Override
  void close();
}
