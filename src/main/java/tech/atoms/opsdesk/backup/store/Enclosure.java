package tech.atoms.opsdesk.backup.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tech.atoms.opsdesk.backup.Enclosed;

/** Something that a backup keeps beside the dump. Used by one thread. */
public interface Enclosure {
  /** What it is, in words. */
  String what();

  /** The name of its file, before it is encrypted. */
  String file();

  /**
   * Writes it.
   *
   * @param plain goes encrypted to the disk; not closed here
   * @return what is in it, by name
   * @throws IOException where it cannot be had or written
   * @throws tech.atoms.opsdesk.common.ProblemException where it cannot be had
   */
  List<Enclosed.Item> write(OutputStream plain) throws IOException, InterruptedException;
}
