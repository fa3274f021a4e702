package tech.atoms.opsdesk.workflow.backup;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Keeping;
import tech.atoms.opsdesk.backup.store.Removal;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;

/**
 * Removes the backups that a plan names, each only where the rules let it go still; done once none
 * of them is left that they do not keep.
 */
final class RemoveStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "remove";

  private final BackupSteps backups;
  private final Plan plan;
  private final String by;
  private final InstantSource clock;
  private final List<String> kept = new ArrayList<>();
  private final List<String> copiesLeft = new ArrayList<>();
  private volatile String progress = "";
  private volatile boolean ended;
  private volatile boolean made;

  /**
   * A step.
   *
   * @param plan its facts name what goes
   * @param by who has it done, in words
   */
  RemoveStep(BackupSteps backups, Plan plan, String by, InstantSource clock) {
    super(ID);
    this.backups = backups;
    this.plan = plan;
    this.by = by;
    this.clock = clock;
  }

  private boolean isPlanned(String id) {
    return plan.facts().containsKey(id);
  }

  @Override
  protected Observed seen() {
    if (backups.removal().isUnfinished()) {
      return Observed.notDone("files of removed backups are left");
    }
    if (!made
        && backups.removal().tombstones().stream().anyMatch(one -> one.isDue(clock.instant()))) {
      return Observed.notDone("copies elsewhere of removed backups are left");
    }
    Keeping keeping = look();
    List<String> left =
        keeping.retention().goes().stream().map(Ruling::id).filter(this::isPlanned).toList();
    if (!left.isEmpty()) {
      return Observed.notDone(left.size() + " are still there");
    }
    long there = keeping.all().stream().filter(one -> isPlanned(one.id())).count();
    return Observed.done(
        keeping.all().size()
            + " backups are left"
            + (there == 0 ? "" : ", " + there + " of them kept after all" + why())
            + copies());
  }

  private synchronized String copies() {
    return copiesLeft.isEmpty()
        ? ""
        : "; copies that could not be removed, and are tried again by the next: "
            + Few.of(copiesLeft);
  }

  private boolean removeCopies(Removal.Tombstone one) {
    List<String> left = backups.removeCopies(one);
    synchronized (this) {
      copiesLeft.addAll(left);
    }
    return left.isEmpty();
  }

  private synchronized String why() {
    return kept.isEmpty() ? "" : ": " + String.join("; ", kept);
  }

  private Keeping look() {
    return Keeping.of(backups.catalogue(), backups.serverTime(), clock.instant());
  }

  @Override
  protected void make() {
    Instant now = clock.instant();
    Removal removal = backups.removal();
    removal.finish(now);
    Keeping keeping = look();
    if (keeping.refusal().isPresent()) {
      throw new ProblemException(
          new Problem(
              "No backup is removed",
              plan.environment(),
              keeping.refusal().get(),
              "Mend that first; see 'opsdesk backup prune'"));
    }
    for (Ruling one : keeping.retention().goes()) {
      if (isPlanned(one.id()) && !ended) {
        progress = "removing " + one.id();
        remove(removal, keeping, one, now);
      }
    }
    synchronized (this) {
      copiesLeft.clear();
    }
    removal.removeCopies(now, this::removeCopies);
    made = true;
  }

  private void remove(Removal removal, Keeping keeping, Ruling one, Instant now) {
    for (Stored backup : keeping.all()) {
      if (backup.id().equals(one.id())) {
        Optional<String> holds = removal.remove(backup, by, one.why(), now);
        holds.ifPresent(
            why -> {
              synchronized (this) {
                kept.add(one.id() + ", " + why);
              }
            });
      }
    }
  }

  @Override
  protected String progress() {
    return progress;
  }

  @Override
  protected void end() {
    ended = true;
  }
}
