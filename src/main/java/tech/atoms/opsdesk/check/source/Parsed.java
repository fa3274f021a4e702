package tech.atoms.opsdesk.check.source;

import org.jspecify.annotations.Nullable;

/**
 * A file that was read: what is in it, or why that is not to be had.
 *
 * @param name of the file, relative to the checkout
 * @param value its content; null where it is missing or malformed
 * @param wrong why there is none, e.g. "uv.lock, line 3: …"; empty where there is one
 * @param <T> what it holds
 */
public record Parsed<T>(String name, @Nullable T value, String wrong) {

  /** How a text is read. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Reads it.
     *
     * @throws Malformed where it is not what it should be
     */
    T parse(String text) throws Malformed;
  }

  /** Reads a text, which may be missing. */
  public static <T> Parsed<T> of(String name, @Nullable String text, Parser<T> parser) {
    if (text == null) {
      return new Parsed<>(name, null, "there is no " + name);
    }
    try {
      return new Parsed<>(name, parser.parse(text), "");
    } catch (Malformed e) {
      return new Parsed<>(name, null, name + (e.line() > 0 ? ", " : ": ") + e.text());
    }
  }

  /** Whether the file is there, and wrong. */
  public boolean malformed() {
    return value == null && !wrong.startsWith("there is no ");
  }
}
