package tech.atoms.opsdesk.backup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside the dump of a backup, encrypted like it: the configuration, the desk's own
 * records.
 *
 * @param what it is, in words
 * @param file its name; empty where it could not be had
 * @param bytes its length
 * @param sha256 of the file: 64 hexadecimal digits; empty where there is none
 * @param items what is in it, by name; never a value
 * @param problem why it is not there; empty where it is
 */
public record Enclosed(
    String what, String file, long bytes, String sha256, List<Item> items, String problem) {

  /** Copies the list. */
  public Enclosed {
    items = List.copyOf(items);
  }

  /** What could not be had. */
  public static Enclosed missing(String what, String problem) {
    return new Enclosed(what, "", 0, "", List.of(), problem);
  }

  /** In words, e.g. "12 items, 3 without their value", or why it is not there. */
  public String words() {
    if (!isThere()) {
      return "missing: " + problem;
    }
    long hidden = items.stream().filter(one -> !one.whole()).count();
    return items.size()
        + (items.size() == 1 ? " item" : " items")
        + (hidden == 0 ? "" : ", " + hidden + " without the value");
  }

  /** Whether it is there. */
  public boolean isThere() {
    return problem.isEmpty();
  }

  /**
   * One thing in it.
   *
   * @param name of a variable, a file
   * @param changed when it was last changed; null: nobody told
   * @param whole whether its value is there too; without, somebody has to give it again
   */
  public record Item(String name, @Nullable Instant changed, boolean whole) {}
}
