package tech.atoms.opsdesk.backup.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.ByHand;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;

/** A PostgreSQL of its own for one restore, removed afterwards. One thread. */
final class ThrowAway implements AutoCloseable {
  /** The major version of the server that this desk brings. */
  static final int MAJOR = 15;

  private static final String PREFIX = "trial-";
  private static final String DATA = "data";
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final String SUPERUSER = "opsdesk_trial";
  private static final String DATABASE = "restored";

  /** It is thrown away: nothing has to be on the disk. */
  private static final Map<String, String> CONFIG =
      Map.of(
          "fsync", "off",
          "synchronous_commit", "off",
          "full_page_writes", "off",
          "max_wal_size", "4GB",
          "checkpoint_timeout", "1h");

  private final Path directory;
  private final EmbeddedPostgres server;
  private final Secret password;

  private ThrowAway(Path directory, EmbeddedPostgres server, Secret password) {
    this.directory = directory;
    this.server = server;
    this.password = password;
  }

  /**
   * Starts one that is as new.
   *
   * @param parent where its files lie meanwhile; what killed desks have left there is removed
   * @param major of the server whose backup is restored
   * @throws ProblemException where this desk has no server of that version, or it does not start
   */
  static ThrowAway start(Path parent, int major, Instant now) throws IOException {
    if (major != MAJOR) {
      throw new ProblemException(
          new Problem(
              "The backup cannot be verified here",
              "PostgreSQL " + major,
              "this desk brings a server of version " + MAJOR + " alone",
              "Restore it by hand into a server of version " + major + ": see its RESTORE.md"));
    }
    Files.createDirectories(parent);
    sweep(parent, now.minus(YOUNG));
    Path directory = Files.createTempDirectory(parent, PREFIX);
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    Secret password = new Secret(Base64.getUrlEncoder().encodeToString(random));
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.start(
              new EmbeddedPostgres.Settings(
                  directory.resolve(DATA), 0, SUPERUSER, password, CONFIG));
      return new ThrowAway(directory, server, password);
    } catch (RuntimeException e) {
      Trees.remove(directory);
      throw e;
    }
  }

  /** A directory that is so young may be one that another desk has just made. */
  private static void sweep(Path parent, Instant before) throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(parent)) {
      left = entries.filter(one -> one.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path one : left) {
      if (Files.getLastModifiedTime(one).toInstant().isBefore(before)
          && EmbeddedPostgres.removeAbandoned(one.resolve(DATA))) {
        Trees.remove(one);
      }
    }
  }

  /**
   * Makes an empty database with what a dump needs.
   *
   * @return what could not be made, a line each: it matters only where the dump uses it
   */
  List<String> prepare(Manifest manifest) throws SQLException {
    List<String> missing = new ArrayList<>();
    try (Connection connection = server.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + DATABASE + " template template0 encoding 'UTF8'");
    }
    try (Connection connection = target().connect("atoms-trial", 0);
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema public"); // the dump brings its own
      for (String one : ByHand.statements(manifest.needs())) {
        try {
          statement.execute(one);
        } catch (SQLException e) {
          missing.add(String.valueOf(e.getMessage()).lines().findFirst().orElse(one));
        }
      }
    }
    return missing;
  }

  /** The database that is restored into. */
  Target target() {
    return Target.here(server.port(), DATABASE, SUPERUSER, password);
  }

  @Override
  public void close() throws IOException {
    server.close();
    Trees.remove(directory);
  }
}
