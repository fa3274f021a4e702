package tech.atoms.opsdesk.store;

import java.util.Properties;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;

/** A server that somebody else keeps. */
final class ExternalPlace implements Place {
  private final DatabaseSettings database;
  private final SecretResolver secrets;

  ExternalPlace(StoreSettings.External settings) {
    this.database = settings.database();
    this.secrets = settings.secrets();
  }

  @Override
  public String name() {
    return database.url();
  }

  @Override
  public Access access() {
    Properties properties = new Properties();
    properties.putAll(database.connectionProperties());
    SecretRef password = database.password();
    if (password != null) {
      properties.setProperty("password", secrets.resolve(password).reveal());
    }
    return new Access(database.jdbcUrl(), properties);
  }

  @Override
  public void close() {
    // Nothing of ours runs there.
  }
}
