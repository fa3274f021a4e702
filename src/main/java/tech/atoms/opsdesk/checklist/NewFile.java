package tech.atoms.opsdesk.checklist;

import java.io.IOException;
import java.io.InputStream;
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
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw unreadable(file, "it is no ordinary file");
    }
    try (InputStream from = Files.newInputStream(file)) {
      // It may grow while it is read: what counts is what comes.
      byte[] content = from.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw unreadable(
            file,
            String.format(
                Locale.ENGLISH, "it has more than the %,d bytes that are allowed", MOST_BYTES));
      }
      return new NewFile(String.valueOf(file.getFileName()), content);
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
