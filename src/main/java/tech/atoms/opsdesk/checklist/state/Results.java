package tech.atoms.opsdesk.checklist.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.atoms.opsdesk.common.Sha256;

/** The results that a signer sees, their hash, and what has changed since. Pure. */
public final class Results {
  private Results() {}

  /**
   * The hash that a signature is bound to.
   *
   * @param deployment the platform's id
   * @param results item to state
   * @return SHA-256 in 64 hexadecimal digits
   */
  public static String hash(String deployment, Map<String, String> results) {
    StringBuilder text = new StringBuilder("opsdesk results 1\n").append(deployment).append('\n');
    new TreeMap<>(results)
        .forEach((item, state) -> text.append(item).append('=').append(state).append('\n'));
    return Sha256.hex(text.toString());
  }

  /** What differs, e.g. "DB-06 was pass, is fail"; empty where nothing does. */
  static List<String> changes(Map<String, String> seen, Map<String, String> now) {
    List<String> changes = new ArrayList<>();
    TreeMap<String, String> all = new TreeMap<>(now);
    seen.forEach(all::putIfAbsent);
    for (String item : all.keySet()) {
      String before = seen.getOrDefault(item, "not there");
      String after = now.getOrDefault(item, "not there");
      if (!before.equals(after)) {
        changes.add(item + " was " + before + ", is " + after);
      }
    }
    return changes;
  }
}
