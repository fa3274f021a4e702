package tech.atoms.opsdesk.desktop.readiness;

import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.state.Attachment;

/** What can be done with an item, as it was seen. */
interface ItemActions {
  void recheck(ItemView view);

  void probe(ItemView view);

  void tick(ItemView view);

  void untick(ItemView view);

  /** Says why nobody ticks an item that no person answers. */
  void untickable(ItemView view);

  void waive(ItemView view);

  void unwaive(ItemView view);

  void sign(ItemView view);

  void unsign(ItemView view);

  /** Shows what was attached in the system's program for it. */
  void show(Attachment file);

  /** Saves what was attached where the person says. */
  void save(Attachment file);
}
