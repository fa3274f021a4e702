package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.Secret;

/**
 * One embedded PostgreSQL for all tests of this JVM, started when first asked for and removed when
 * the JVM ends. Not durable: do not use it to test what survives a kill.
 */
public final class TestPostgres {
  /** The superuser of the shared server. */
  public static final String USER = "desk_test";

  /** Its password. */
  public static final Secret PASSWORD = new Secret("correct-horse-test");

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  /**
   * A database of the shared server.
   *
   * @param name of the database
   * @param jdbcUrl without password
   * @param port of the server on 127.0.0.1
   * @param dataSource unpooled, as superuser
   */
  public record Database(String name, String jdbcUrl, int port, DataSource dataSource) {}

  /** The running server. */
  public static EmbeddedPostgres server() {
    return Holder.SERVER;
  }

  /** Makes a fresh, empty database. */
  public static Database createDatabase() {
    String name = "test_" + NUMBER.incrementAndGet();
    execute(server().dataSource("postgres"), "create database " + name);
    return new Database(name, server().jdbcUrl(name), server().port(), server().dataSource(name));
  }

  /** Runs statements on one connection, each in its own transaction. */
  public static void execute(DataSource source, String... statements) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Holder {
    private static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path directory = Files.createTempDirectory("opsdesk-test-postgres-");
        EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(
                    directory,
                    0,
                    USER,
                    PASSWORD,
                    Map.of(
                        "fsync", "off",
                        "synchronous_commit", "off",
                        "full_page_writes", "off",
                        "shared_buffers", "32MB",
                        "max_connections", "100")));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, directory)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(EmbeddedPostgres server, Path directory) {
      server.close();
      try {
        Trees.remove(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
