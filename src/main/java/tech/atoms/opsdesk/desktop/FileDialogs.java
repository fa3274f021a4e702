package tech.atoms.opsdesk.desktop;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks a person for files, and shows them one. On the JavaFX thread. */
public interface FileDialogs {
  /**
   * Asks where to save something.
   *
   * @param suggested name without directory
   * @return the chosen file; null: cancelled
   */
  @Nullable Path save(String suggested);

  /**
   * Asks for a file that is there.
   *
   * @param title of the dialog, in sentence case
   * @return the chosen file; null: cancelled
   */
  @Nullable Path open(String title);

  /** Hands a file to the program that this machine has for it. Returns at once. */
  void show(Path file);
}
