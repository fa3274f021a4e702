package tech.atoms.opsdesk.desktop.readiness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SectionView;
import tech.atoms.opsdesk.checklist.state.Blocker;

/** What the screen shows of a snapshot: section, filter, open groups. On the JavaFX thread. */
final class ReadinessModel {
  private final Set<String> closed = new HashSet<>();
  private ReadinessSnapshot snapshot;
  private Filter filter = Filter.ALL;
  private String text = "";
  private @Nullable String section;

  ReadinessModel(ReadinessSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  ReadinessSnapshot snapshot() {
    return snapshot;
  }

  void take(ReadinessSnapshot newer) {
    snapshot = newer;
  }

  Filter filter() {
    return filter;
  }

  void filter(Filter wanted) {
    filter = wanted;
  }

  void text(String wanted) {
    text = wanted;
  }

  /** Id of the section that is shown; the first one where none was chosen. */
  String section() {
    String chosen = section;
    if (chosen != null) {
      return chosen;
    }
    return snapshot.sections().isEmpty() ? "" : snapshot.sections().getFirst().section().id();
  }

  void section(String id) {
    section = id;
  }

  void toggle(String group) {
    if (!closed.remove(group)) {
      closed.add(group);
    }
  }

  int count(Filter wanted) {
    return (int) snapshot.items().stream().filter(wanted::takes).count();
  }

  /**
   * The lines: of the chosen section, and where something is searched or filtered for, of every
   * section that has it.
   */
  List<Row> rows() {
    boolean everywhere = filter != Filter.ALL || !text.isBlank();
    List<Row> rows = new ArrayList<>();
    for (SectionView one : snapshot.sections()) {
      if (everywhere || one.section().id().equals(section())) {
        for (SectionView.GroupView group : one.groups()) {
          add(rows, one, group, everywhere);
        }
      }
    }
    return rows;
  }

  private void add(
      List<Row> rows, SectionView section, SectionView.GroupView group, boolean everywhere) {
    List<ItemView> shown =
        group.items().stream()
            .filter(view -> filter.takes(view) && Filter.found(view, text))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    String key = section.section().id() + "/" + group.title();
    boolean open = !closed.contains(key);
    String title = everywhere ? section.section().title() + " · " + group.title() : group.title();
    rows.add(new Row.OfGroup(key, title, group.counts(), open));
    if (open) {
      shown.forEach(view -> rows.add(new Row.OfItem(view)));
    }
  }

  /** The item that stands in the way next after one; the first where that is none of them. */
  Optional<ItemView> nextBlocker(@Nullable String after) {
    List<Blocker> blockers = snapshot.verdict().blockers();
    List<String> ids =
        blockers.stream().map(Blocker::item).filter(item -> !item.isEmpty()).toList();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    int at = after == null ? -1 : ids.indexOf(after);
    return snapshot.item(ids.get((at + 1) % ids.size()));
  }

  /** Opens whatever hides an item. */
  void reveal(ItemView view) {
    filter = Filter.ALL;
    text = "";
    section = view.item().section();
    closed.removeIf(key -> key.startsWith(view.item().section() + "/"));
  }
}
