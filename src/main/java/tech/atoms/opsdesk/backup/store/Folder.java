package tech.atoms.opsdesk.backup.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files of one backup, wherever they lie. Blocks; used by one thread. */
public interface Folder {
  /** A file that is small; null where it is not there. */
  byte @Nullable [] small(String file) throws IOException;

  /** How long a file is, in bytes; -1 where it is not there. */
  long size(String file) throws IOException;
}
