package tech.atoms.opsdesk.checklist;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;

/** Which checks answer items. Pure. */
public final class Wanted {
  private Wanted() {}

  /**
   * Ids of the checks of items and of what they sum up; all checks where no item is named.
   *
   * @param items ids, however capitalised
   * @throws tech.atoms.opsdesk.common.ProblemException where the checklist has no such item
   */
  public static Set<String> checks(
      Checklist checklist, List<CheckSpec> specs, Collection<String> items) {
    Set<String> wanted = new HashSet<>();
    if (items.isEmpty()) {
      specs.forEach(spec -> wanted.add(spec.id()));
      return wanted;
    }
    for (Item item : items(checklist, items)) {
      for (CheckSpec spec : specs) {
        if (spec.items().stream().anyMatch(id -> id.toUpperCase(Locale.ROOT).equals(item.id()))
            || item.sums().checks().contains(spec.subject())
            || item.sums().checks().contains(spec.id())) {
          wanted.add(spec.id());
        }
      }
    }
    return wanted;
  }

  /** Items, each followed by what it sums up. */
  static Set<Item> items(Checklist checklist, Collection<String> ids) {
    Set<Item> items = new LinkedHashSet<>();
    Deque<Item> open = new ArrayDeque<>();
    for (String id : ids) {
      open.add(Refusals.item(checklist, id));
    }
    while (!open.isEmpty()) {
      Item item = open.remove();
      if (items.add(item)) {
        checklist.items().stream().filter(item.sums()::has).forEach(open::add);
      }
    }
    return items;
  }
}
