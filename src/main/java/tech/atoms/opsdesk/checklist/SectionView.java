package tech.atoms.opsdesk.checklist;

import java.util.List;
import tech.atoms.opsdesk.checklist.template.Section;

/**
 * One section as it is shown.
 *
 * @param section which
 * @param groups its items by group, in order
 * @param counts of its items
 */
public record SectionView(Section section, List<GroupView> groups, Counts counts) {

  /** Copies the list. */
  public SectionView {
    groups = List.copyOf(groups);
  }

  /** All of its items, in order. */
  public List<ItemView> items() {
    return groups.stream().flatMap(group -> group.items().stream()).toList();
  }

  /**
   * A group of it.
   *
   * @param title e.g. "Headers"
   * @param items in order
   * @param counts of its items
   */
  public record GroupView(String title, List<ItemView> items, Counts counts) {

    /** Copies the list. */
    public GroupView {
      items = List.copyOf(items);
    }
  }
}
