package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of an archive's list of contents, for pg_restore. A file until it is closed; it holds names,
 * nothing else.
 */
final class Contents implements AutoCloseable {
  /** E.g. "5; 2615 2200 SCHEMA - public postgres". */
  private static final Pattern SCHEMA = Pattern.compile("\\d+; \\d+ \\d+ SCHEMA - (.+) \\S+");

  private final Path file;

  private Contents(Path file) {
    this.file = file;
  }

  /**
   * All of it but the schemas that a database has already: they stay as they are, with their owners
   * and what is granted by default, whatever becomes of the restore.
   *
   * @param listed as {@code pg_restore --list} tells it
   * @param there the schemas that the database has
   */
  static Contents without(Set<String> there, String listed) throws IOException {
    return of(
        listed
            .lines()
            .filter(
                line -> {
                  Matcher schema = SCHEMA.matcher(line);
                  return !schema.matches() || !there.contains(schema.group(1));
                })
            .toList());
  }

  /** Writes some of its lines. */
  static Contents of(Collection<String> lines) throws IOException {
    return new Contents(Files.write(Files.createTempFile("opsdesk-", ".list"), lines));
  }

  Path file() {
    return file;
  }

  /** Those of these schemas that a database has. */
  static Set<String> there(Connection connection, List<String> schemas) throws SQLException {
    Set<String> there = new HashSet<>();
    try (PreparedStatement query =
        connection.prepareStatement("select nspname from pg_namespace where nspname = any(?)")) {
      query.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          there.add(row.getString(1));
        }
      }
    }
    return there;
  }

  /** What pg_restore is given. */
  String option() {
    return "--use-list=" + file;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
