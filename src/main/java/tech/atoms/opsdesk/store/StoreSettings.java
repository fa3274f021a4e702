package tech.atoms.opsdesk.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.SecretResolver;

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
   * @param secrets resolves the role's password each time the store is opened: it may be missing,
   *     or its keyring locked, for a while
   */
  record External(DatabaseSettings database, SecretResolver secrets) implements StoreSettings {}

  /**
   * The store that a profile names.
   *
   * @param external the profile's; null: one of the desk's own
   * @param data the desk's data directory
   * @param secrets resolves the password, late
   */
  static StoreSettings of(@Nullable DatabaseSettings external, Path data, SecretResolver secrets) {
    return external == null ? new Embedded(data.resolve("store")) : new External(external, secrets);
  }
}
