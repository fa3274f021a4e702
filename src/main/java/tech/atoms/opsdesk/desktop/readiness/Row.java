package tech.atoms.opsdesk.desktop.readiness;

import tech.atoms.opsdesk.checklist.Counts;
import tech.atoms.opsdesk.checklist.ItemView;

/** A line of the list: the head of a group, or an item. */
sealed interface Row {
  /** What it is known by while its content changes. */
  String key();

  /**
   * The head of a group.
   *
   * @param key of the group
   * @param title e.g. "Headers"
   * @param counts of all its items, whatever the filter
   * @param open whether its items are shown
   */
  record OfGroup(String key, String title, Counts counts, boolean open) implements Row {}

  /**
   * An item.
   *
   * @param view how it stands
   */
  record OfItem(ItemView view) implements Row {
    @Override
    public String key() {
      return view.item().id();
    }
  }
}
