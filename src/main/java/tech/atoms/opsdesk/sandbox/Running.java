package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.DirectoryLock;

/** Finds a sandbox that another process runs. */
public final class Running {
  private Running() {}

  /**
   * The profile that a running sandbox has written.
   *
   * @param directory where its state lives
   * @return null where no sandbox runs there, or it has not come so far yet
   */
  public static @Nullable Path profile(Path directory) {
    DataDirectory files = new DataDirectory(directory);
    try {
      boolean runs = Files.exists(files.profile()) && DirectoryLock.isHeld(files.lock());
      return runs ? files.profile() : null;
    } catch (IOException e) {
      return null;
    }
  }
}
