package tech.atoms.opsdesk.checklist.template;

import java.util.List;

/**
 * Items that belong together.
 *
 * @param title e.g. "Public URLs"
 * @param heading of the specification, e.g. "1.1 Required Environment Variables"; may be empty
 * @param items in the specification's order
 */
public record Group(String title, String heading, List<Item> items) {

  /** Copies the list. */
  public Group {
    items = List.copyOf(items);
  }
}
