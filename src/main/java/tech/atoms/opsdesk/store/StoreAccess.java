package tech.atoms.opsdesk.store;

import java.util.Map;
import tech.atoms.opsdesk.environment.Secret;

/**
 * How the store is reached, for PostgreSQL's own programs.
 *
 * @param jdbcUrl without user and password
 * @param properties of pgjdbc, without the password
 * @param password empty where none is needed
 * @param schema everything of the desk is in it
 */
public record StoreAccess(
    String jdbcUrl, Map<String, String> properties, Secret password, String schema) {
  /** Copies the map. */
  public StoreAccess {
    properties = Map.copyOf(properties);
  }
}
