package tech.atoms.opsdesk.workflow.restore;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.restore.Fate;
import tech.atoms.opsdesk.backup.restore.InPlace;
import tech.atoms.opsdesk.backup.restore.Restored;
import tech.atoms.opsdesk.backup.store.Lease;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.backup.LongStep;

/**
 * Restores a backup into the live database, in one transaction; done once that is committed. Which
 * transaction it was is kept before, so that no run restores twice whatever becomes of its desk.
 */
final class RestoreStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "restore";

  /** Between the proof of what was taken before and the restore. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final Restoring restoring;
  private final Wanted wanted;
  private final String run;
  private final boolean askedBefore;
  private volatile @Nullable InPlace begun;
  private volatile @Nullable Restored restored;

  /**
   * A step.
   *
   * @param run whose step it is
   * @param askedBefore whether an earlier turn of the run has begun it
   */
  RestoreStep(Restoring restoring, Wanted wanted, String run, boolean askedBefore) {
    super(ID);
    this.restoring = restoring;
    this.wanted = wanted;
    this.run = run;
    this.askedBefore = askedBefore;
  }

  /** Only a commit is one: what was begun and rolled back is as if it had never been. */
  @Override
  public boolean pointOfNoReturn() {
    return !askedBefore || restored != null || isCommitted();
  }

  private boolean isCommitted() {
    return restoring.fate(run).filter(fate -> fate == Fate.COMMITTED).isPresent();
  }

  @Override
  protected Observed seen() {
    Restored done = restored;
    if (done != null) {
      return Observed.done(done.words() + undo());
    }
    Optional<Fate> fate = restoring.fate(run);
    if (fate.isPresent() && fate.get() == Fate.COMMITTED) {
      return Observed.done("the server has committed the restore of " + wanted.backup() + undo());
    }
    if (fate.isPresent() && fate.get() == Fate.OPEN) {
      return Observed.underWay("its transaction is still open at the server");
    }
    if (restoring.ahead(wanted.backup()).differences(wanted.tables()).isEmpty()) {
      return Observed.done("the live rows are those of " + wanted.backup());
    }
    return Observed.notDone("the live rows are not those of " + wanted.backup());
  }

  private String undo() {
    Stored safety = restoring.safety(run);
    Manifest manifest = safety == null ? null : safety.manifest();
    return manifest == null
        ? ""
        : "; what was there at %s is in %s, what was written between is in neither"
            .formatted(manifest.at().truncatedTo(ChronoUnit.SECONDS), manifest.id());
  }

  /** What was taken before is of just before: a run may have stood still in between. */
  private void requireFreshSafety() {
    Stored safety = restoring.safety(run);
    Manifest manifest = safety == null ? null : safety.manifest();
    if (safety == null || manifest == null) {
      return; // a person went on without it
    }
    Proof proof = safety.proof();
    Duration since =
        Duration.between(proof == null ? manifest.at() : proof.at(), restoring.clock().instant());
    if (since.compareTo(LONGEST_WAIT) > 0) {
      throw new ProblemException(
          new Problem(
              "The live rows are not replaced",
              safety.id(),
              "the backup of what is there now was taken at %s, and what was written since would be in no copy"
                  .formatted(manifest.at().truncatedTo(ChronoUnit.SECONDS)),
              "Abandon this run, and plan the restore anew: it takes another one"));
    }
  }

  @Override
  protected void make() throws InterruptedException {
    requireFreshSafety();
    InPlace now = restoring.inPlace(wanted.backup());
    begun = now;
    if (isEnded()) {
      now.cancel();
    }
    try (Lease _ = restoring.lease(wanted.backup(), "restored by run " + run)) {
      restored = now.restore(wanted.tables(), transaction -> restoring.keep(run, transaction));
    }
  }

  @Override
  protected String progress() {
    InPlace now = begun;
    return now == null ? "" : now.progress();
  }

  @Override
  protected void end() {
    InPlace now = begun;
    if (now != null) {
      now.cancel();
    }
  }
}
