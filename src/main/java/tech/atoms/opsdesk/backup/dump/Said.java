package tech.atoms.opsdesk.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tech.atoms.opsdesk.common.Masking;

/** What a program says on its standard error, read on a thread of its own. Safe on any thread. */
public final class Said {
  private static final int LONGEST = 2_000;

  private final StringBuilder said = new StringBuilder();
  private final Thread reader;

  /** Begins to listen to a program. */
  public Said(Process process) {
    reader = Thread.ofVirtual().name("pg-says").start(() -> listen(process.getErrorStream()));
  }

  private void listen(InputStream errors) {
    try (InputStream from = errors) {
      byte[] some = new byte[4096];
      for (int read = from.read(some); read >= 0; read = from.read(some)) {
        if (said.length() < LONGEST) {
          said.append(new String(some, 0, read, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // What it said until then is told.
    }
  }

  /** All of it, of a program that has ended. */
  String all() throws InterruptedException {
    reader.join();
    return said.toString();
  }

  /** Its first line, of a program that has ended. */
  public String line() throws InterruptedException {
    reader.join();
    String all = said.toString().strip();
    return Masking.mask(all.lines().findFirst().orElse("it said nothing").strip());
  }
}
