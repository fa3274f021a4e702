package tech.atoms.opsdesk.backup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an environment as a backup keeps it. Holds secrets: only ever written
 * encrypted.
 *
 * @param format of this document; {@link #FORMAT}
 * @param environment whose
 * @param at when it was asked for, by the desk's clock
 * @param variables the platform's environment variables
 * @param files of the checkout and of the desk, by name
 */
public record Configuration(
    int format, String environment, Instant at, List<Variable> variables, List<TextFile> files) {
  /** The format that this desk writes and reads. */
  public static final int FORMAT = 1;

  /** The name of its file, before it is encrypted. */
  public static final String FILE = "configuration.json";

  /** Copies the lists. */
  public Configuration {
    variables = List.copyOf(variables);
    files = List.copyOf(files);
  }

  /** Hides what it holds. */
  @Override
  public String toString() {
    return "configuration of " + environment + " at " + at;
  }

  /**
   * A variable.
   *
   * @param key its name
   * @param type as the platform says it: plain, encrypted, sensitive
   * @param targets where it is set: production, preview, development
   * @param updated when it was last changed; null: not told
   * @param value null where the platform tells it to nobody
   * @param sha256 of the value; null where it is not told
   */
  public record Variable(
      String key,
      String type,
      List<String> targets,
      @Nullable Instant updated,
      @Nullable String value,
      @Nullable String sha256) {
    /** Copies the list. */
    public Variable {
      targets = List.copyOf(targets);
    }

    /** Hides the value. */
    @Override
    public String toString() {
      return key + " (" + type + ")";
    }
  }

  /**
   * A file of text.
   *
   * @param path its name
   * @param sha256 of its bytes
   * @param text what stands in it
   */
  public record TextFile(String path, String sha256, String text) {
    /** Hides the text. */
    @Override
    public String toString() {
      return path;
    }
  }
}
