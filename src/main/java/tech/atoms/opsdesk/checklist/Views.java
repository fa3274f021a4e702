package tech.atoms.opsdesk.checklist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.atoms.opsdesk.checklist.state.Evaluation;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.state.Waiver;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Group;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Section;

/** Makes of an evaluation what is shown. Pure. */
final class Views {
  private final Checklist checklist;
  private final Evaluation evaluation;
  private final Map<String, ItemView> views = new HashMap<>();

  /**
   * Views over an evaluation.
   *
   * @param versions by item
   * @param running ids of checks that run
   */
  Views(
      Checklist checklist, Evaluation evaluation, Map<String, Long> versions, Set<String> running) {
    this.checklist = checklist;
    this.evaluation = evaluation;
    for (Result result : evaluation.results()) {
      String id = result.item().id();
      boolean runs = result.checks().stream().anyMatch(running::contains);
      views.put(id, new ItemView(result, versions.getOrDefault(id, 0L), runs));
    }
  }

  List<SectionView> sections() {
    List<SectionView> sections = new ArrayList<>();
    for (Section section : checklist.sections()) {
      List<SectionView.GroupView> groups = new ArrayList<>();
      for (Group group : section.groups()) {
        groups.add(
            new SectionView.GroupView(
                group.title(),
                group.items().stream().map(this::view).toList(),
                counts(group.items())));
      }
      sections.add(new SectionView(section, groups, counts(section.items())));
    }
    return sections;
  }

  List<SignOffView> signOffs(Me me) {
    List<SignOffView> signOffs = new ArrayList<>();
    for (Item item : checklist.signOffs()) {
      String role = item.signedBy() == null ? "" : item.signedBy();
      int failing = failing(checklist, evaluation, item).size();
      ItemView view = view(item);
      signOffs.add(
          new SignOffView(view, role, SignOffView.step(view, failing), me.holds(role), failing));
    }
    return signOffs;
  }

  /** What a sign-off covers and fails. */
  static List<Result> failing(Checklist checklist, Evaluation evaluation, Item signOff) {
    return checklist.covered(signOff).stream()
        .map(item -> evaluation.of(item.id()))
        .filter(one -> one.state() == State.FAIL || one.state() == State.WAIVER_EXPIRED)
        .toList();
  }

  List<WaiverView> waivers(Instant now) {
    List<WaiverView> waivers = new ArrayList<>();
    for (Item item : checklist.items()) {
      ItemView view = view(item);
      Waiver waiver = view.result().waiver();
      if (waiver != null) {
        boolean needed = view.result().under().blocks();
        waivers.add(new WaiverView(view, waiver, waiver.holds(now), needed));
      }
    }
    waivers.sort(Comparator.comparing(one -> one.waiver().until()));
    return waivers;
  }

  private ItemView view(Item item) {
    ItemView view = views.get(item.id());
    if (view == null) {
      throw new IllegalStateException("no result of " + item.id());
    }
    return view;
  }

  private Counts counts(List<Item> items) {
    return Counts.of(items.stream().map(item -> evaluation.of(item.id())).toList());
  }
}
