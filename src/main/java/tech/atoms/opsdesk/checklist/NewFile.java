package tech.atoms.opsdesk.checklist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A file that a person adds to a tick. */
public final class NewFile {
  /** No file. */
  public static final NewFile NONE = new NewFile("", new byte[0]);

  /** Larger ones are refused. */
  public static final int MOST_BYTES = 5 << 20;

  private final String name;
  private final byte[] content;

  /**
   * A file.
   *
   * @param name without directories
   * @param content is copied
   */
  public NewFile(String name, byte[] content) {
    this.name = name;
    this.content = content.clone();
  }

  /**
   * A file of this machine. Blocks.
   *
   * @throws ProblemException where it cannot be read or is too large
   */
  public static NewFile read(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw unreadable(
            file,
            String.format(
                Locale.ENGLISH, "it has %,d bytes, %,d are allowed", bytes, (long) MOST_BYTES));
      }
      return new NewFile(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static ProblemException unreadable(Path file, String why) {
    return new ProblemException(
        new Problem("The file cannot be attached", file.toString(), why, "Name another file"));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** A copy of its content. */
  public byte[] content() {
    return Arrays.copyOf(content, content.length);
  }
}
