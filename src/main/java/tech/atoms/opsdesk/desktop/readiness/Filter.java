package tech.atoms.opsdesk.desktop.readiness;

import java.util.Locale;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.state.State;

/** Which items are shown. */
enum Filter {
  /** Every item. */
  ALL("All"),
  /** What stands in the way of Go and is wrong or cannot be seen. */
  BLOCKERS("Blockers"),
  /** What a person has to answer. */
  PERSON("Needs a person"),
  /** What held, but on evidence that is too old. */
  STALE("Stale");

  private final String word;

  Filter(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  boolean takes(ItemView view) {
    return takes(view.state());
  }

  boolean takes(State state) {
    return switch (this) {
      case ALL -> true;
      case BLOCKERS -> state.blocks() && state != State.AWAITING && state != State.STALE;
      case PERSON -> state == State.AWAITING;
      case STALE -> state == State.STALE;
    };
  }

  /** Whether an item is found by a text: in its id, its words, or what was found. */
  static boolean found(ItemView view, String text) {
    if (text.isBlank()) {
      return true;
    }
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return (view.item().id() + " " + view.item().text() + " " + view.result().reason())
        .toLowerCase(Locale.ROOT)
        .contains(wanted);
  }
}
