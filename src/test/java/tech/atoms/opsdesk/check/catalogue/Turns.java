package tech.atoms.opsdesk.check.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tech.atoms.opsdesk.checklist.state.State;

/**
 * Which items fall short while something is broken, and no others.
 *
 * @param aims those that it was broken for
 * @param dependants those that fall with them
 */
record Turns(Map<String, State> aims, Map<String, State> dependants) {

  /**
   * Reads, for instance, {@code "POST-06 > POST-08?"}: aims, then dependants; what has a question
   * mark becomes unknown, everything else fails. {@code ENV-01..ENV-30} stands for thirty.
   */
  static Turns of(String text) {
    String[] sides = text.split(">", -1);
    return new Turns(items(sides[0]), sides.length > 1 ? items(sides[1]) : Map.of());
  }

  private static Map<String, State> items(String text) {
    Map<String, State> items = new LinkedHashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      State state = word.endsWith("?") ? State.UNKNOWN : State.FAIL;
      String[] ends = word.replace("?", "").split("\\.\\.", -1);
      String family = ends[0].substring(0, ends[0].indexOf('-') + 1);
      int last = number(ends[ends.length - 1]);
      for (int i = number(ends[0]); i <= last; i++) {
        items.put("%s%02d".formatted(family, i), state);
      }
    }
    return items;
  }

  private static int number(String item) {
    return Integer.parseInt(item.substring(item.indexOf('-') + 1));
  }

  /** Both. */
  Map<String, State> all() {
    Map<String, State> all = new TreeMap<>(aims);
    all.putAll(dependants);
    return all;
  }

  /** All but one. */
  Map<String, State> without(String item) {
    Map<String, State> others = all();
    others.remove(item);
    return others;
  }
}
