package tech.atoms.opsdesk.checklist.template;

import java.util.List;

/**
 * Other items and checks that an item speaks of.
 *
 * @param sections whole sections, by id
 * @param items single items, by id
 * @param checks checks, by subject or id
 */
public record Parts(List<String> sections, List<String> items, List<String> checks) {
  /** Speaks of nothing. */
  public static final Parts NONE = new Parts(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Parts {
    sections = List.copyOf(sections);
    items = List.copyOf(items);
    checks = List.copyOf(checks);
  }

  /** Whether it speaks of nothing. */
  public boolean isEmpty() {
    return sections.isEmpty() && items.isEmpty() && checks.isEmpty();
  }

  /** Whether an item is among them. */
  public boolean has(Item item) {
    return items.contains(item.id()) || sections.contains(item.section());
  }
}
