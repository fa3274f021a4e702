package tech.atoms.opsdesk.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;

/** Where the desk keeps its records. */
public sealed interface StoreSettings {

  /**
   * A PostgreSQL of the desk's own, run as a child process. A second desk on the same directory
   * uses the server of the first.
   *
   * @param directory holds the server and its password; usually {@code store} below the data
   *     directory
   */
  record Embedded(Path directory) implements StoreSettings {}

  /**
   * A team's PostgreSQL. Everything goes to its schema {@code opsdesk}.
   *
   * @param database where it is; the role must own the schema or be allowed to create it
   * @param password of the role; null where none is needed
   */
  record External(DatabaseSettings database, @Nullable Secret password) implements StoreSettings {}
}
