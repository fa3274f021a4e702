package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A profile file: the environments a person works with, and where the desk keeps its own records.
 *
 * @param file where it was read from
 * @param environments in the file's order, names unique, at least one
 * @param store the desk's own database; null: embedded, under the data directory
 */
public record Profile(Path file, List<Environment> environments, @Nullable DatabaseSettings store) {

  /** Copies the list. */
  public Profile {
    environments = List.copyOf(environments);
  }
}
