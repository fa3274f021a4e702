package tech.atoms.opsdesk.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;

/** The store as a child process of this desk, or of another desk on the same directory. */
final class EmbeddedPlace implements Place {
  private static final String ROLE = "opsdesk";
  private static final String DATABASE = "opsdesk";
  private static final String DUPLICATE_DATABASE = "42P04";
  private static final Map<String, String> CONFIG =
      Map.of(
          "max_connections", "40",
          "shared_buffers", "64MB",
          "max_wal_size", "512MB",
          "wal_compression", "on",
          "jit", "off");

  private final Path directory;
  private @Nullable EmbeddedPostgres server;

  EmbeddedPlace(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public Access access() throws IOException, SQLException {
    Files.createDirectories(directory);
    Secret password = StorePassword.in(directory.resolve("password"));
    EmbeddedPostgres running = server;
    if (running == null || !running.isRunning()) {
      close();
      running =
          startOrAttach(
              new EmbeddedPostgres.Settings(
                  directory.resolve("postgresql"), 0, ROLE, password, CONFIG));
      server = running;
    }
    createDatabase(running);
    Properties properties = new Properties();
    properties.setProperty("user", ROLE);
    properties.setProperty("password", password.reveal());
    return new Access(running.jdbcUrl(DATABASE), properties);
  }

  /** The directory may belong to another desk; then its server is used as a client. */
  private static EmbeddedPostgres startOrAttach(EmbeddedPostgres.Settings settings) {
    try {
      return EmbeddedPostgres.start(settings);
    } catch (ProblemException e) {
      if (EmbeddedPostgres.runningAt(settings.dataDirectory())) {
        return EmbeddedPostgres.attach(settings);
      }
      throw e;
    }
  }

  private static void createDatabase(EmbeddedPostgres running) throws SQLException {
    try (Connection connection = running.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + DATABASE);
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
