package tech.atoms.opsdesk.checklist;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Verdict;
import tech.atoms.opsdesk.common.Problem;

/**
 * How ready an environment is, at an instant. Immutable.
 *
 * @param environment its name
 * @param at the instant
 * @param deployment what is live; null where it is not known
 * @param deploymentProblem why that is not known; null where it is
 * @param sections every section of every template, in order; the sign-offs are the last
 * @param counts over all items
 * @param verdict Go or No-go, with the blockers
 * @param signOffs in order
 * @param waivers those that count and those that expired, the earliest end first
 * @param me the person at this desk
 * @param running ids of the checks that run now
 * @param checkedAt when a check was last answered; null: never
 * @param storeProblem why the records cannot be read or changed now: what is shown is what this
 *     desk knows, and every change is refused; null: they can
 */
public record ReadinessSnapshot(
    String environment,
    Instant at,
    @Nullable Deployment deployment,
    @Nullable Problem deploymentProblem,
    List<SectionView> sections,
    Counts counts,
    Verdict verdict,
    List<SignOffView> signOffs,
    List<WaiverView> waivers,
    Me me,
    List<String> running,
    @Nullable Instant checkedAt,
    @Nullable Problem storeProblem) {

  /** Copies the lists. */
  public ReadinessSnapshot {
    sections = List.copyOf(sections);
    signOffs = List.copyOf(signOffs);
    waivers = List.copyOf(waivers);
    running = List.copyOf(running);
  }

  /** All items, in order. */
  public List<ItemView> items() {
    return sections.stream().flatMap(section -> section.items().stream()).toList();
  }

  /** An item by its id. */
  public Optional<ItemView> item(String id) {
    return items().stream().filter(view -> view.item().id().equalsIgnoreCase(id)).findFirst();
  }
}
