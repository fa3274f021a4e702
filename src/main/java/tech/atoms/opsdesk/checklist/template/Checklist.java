package tech.atoms.opsdesk.checklist.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All templates together. Immutable. */
public final class Checklist {
  private final List<Template> templates;
  private final Map<String, Item> items = new LinkedHashMap<>();

  /**
   * A checklist.
   *
   * @param templates in order; the ids of their items differ
   */
  public Checklist(List<Template> templates) {
    this.templates = List.copyOf(templates);
    for (Section section : sections()) {
      for (Item item : section.items()) {
        items.put(item.id(), item);
      }
    }
  }

  /** The templates, in order. */
  public List<Template> templates() {
    return templates;
  }

  /** The sections of all templates, in order. */
  public List<Section> sections() {
    return templates.stream().flatMap(template -> template.sections().stream()).toList();
  }

  /** The items of all templates, in order. */
  public List<Item> items() {
    return List.copyOf(items.values());
  }

  /** An item by its id, however it is capitalised. */
  public Optional<Item> item(String id) {
    return Optional.ofNullable(items.get(id.toUpperCase(Locale.ROOT)));
  }

  /** The items that a role signs, in order. */
  public List<Item> signOffs() {
    return items.values().stream().filter(Item::isSignOff).toList();
  }

  /** What a sign-off vouches for: the items that it covers, never sign-offs. */
  public List<Item> covered(Item signOff) {
    return items.values().stream()
        .filter(item -> !item.isSignOff())
        .filter(item -> signOff.covers().isEmpty() || signOff.covers().has(item))
        .toList();
  }
}
