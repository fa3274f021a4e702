package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Writes when a start reached what: one line "name nanoseconds-since-1970" to the file named by
 * {@code OPSDESK_MARKS}, for the start-up benchmark. Does nothing without that variable.
 */
final class Marks {
  private static final String FILE = System.getenv("OPSDESK_MARKS");

  private Marks() {}

  static void reached(String name, InstantSource clock) {
    if (FILE != null) {
      Instant now = clock.instant();
      try {
        Files.writeString(
            Path.of(FILE),
            name + " " + (now.getEpochSecond() * 1_000_000_000L + now.getNano()) + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
