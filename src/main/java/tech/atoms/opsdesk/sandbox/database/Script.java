package tech.atoms.opsdesk.sandbox.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** An SQL script among the resources, with numbers and instants in place of {@code ${name}}. */
record Script(String text) {

  static Script named(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no script " + name);
      }
      return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Script with(Map<String, ?> values) {
    String filled = text;
    for (var value : values.entrySet()) {
      filled = filled.replace("${" + value.getKey() + "}", String.valueOf(value.getValue()));
    }
    return new Script(filled);
  }

  void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
