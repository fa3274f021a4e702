package tech.atoms.opsdesk.store;

import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Secret;

/** A server that somebody else keeps. */
final class ExternalPlace implements Place {
  private final DatabaseSettings database;
  private final @Nullable Secret password;

  ExternalPlace(StoreSettings.External settings) {
    this.database = settings.database();
    this.password = settings.password();
  }

  @Override
  public String name() {
    return database.url();
  }

  @Override
  public Access access() {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    if (password != null) {
      properties.setProperty("password", password.reveal());
    }
    properties.setProperty("sslmode", database.sslMode().word());
    Path root = database.rootCertificate();
    if (root != null) {
      properties.setProperty("sslrootcert", root.toString());
    }
    return new Access(jdbcUrl(database.url()), properties);
  }

  private static String jdbcUrl(String url) {
    String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    return "jdbc:" + plain.replaceFirst("^postgres://", "postgresql://");
  }

  @Override
  public void close() {
    // Nothing of ours runs there.
  }
}
