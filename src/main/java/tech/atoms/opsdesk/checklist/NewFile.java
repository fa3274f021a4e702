package tech.atoms.opsdesk.checklist;

import java.util.Arrays;

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

  /** Its name. */
  public String name() {
    return name;
  }

  /** A copy of its content. */
  public byte[] content() {
    return Arrays.copyOf(content, content.length);
  }
}
