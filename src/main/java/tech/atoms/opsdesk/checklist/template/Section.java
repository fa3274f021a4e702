package tech.atoms.opsdesk.checklist.template;

import java.util.List;

/**
 * A section of the checklist.
 *
 * @param id e.g. "environment", unique over all templates
 * @param template the template's name
 * @param title e.g. "Environment"
 * @param heading of the specification, e.g. "1. Environment Setup"; may be empty
 * @param groups in the specification's order
 */
public record Section(
    String id, String template, String title, String heading, List<Group> groups) {

  /** Copies the list. */
  public Section {
    groups = List.copyOf(groups);
  }

  /** All of its items, in order. */
  public List<Item> items() {
    return groups.stream().flatMap(group -> group.items().stream()).toList();
  }
}
