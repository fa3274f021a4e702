package tech.atoms.opsdesk.workflow.backup;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.PlanText;

/** Restores a backup into a server that is thrown away; done once that is proven. */
final class ProveStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "prove";

  private final BackupSteps backups;
  private final Supplier<Optional<Stored>> which;
  private final String by;
  private final boolean again;
  private @Nullable Trial trial;
  private boolean proven;

  /**
   * A step.
   *
   * @param which backup
   * @param by who starts it
   * @param again also where it was proven before
   */
  ProveStep(
      BackupSteps backups, String id, Supplier<Optional<Stored>> which, String by, boolean again) {
    super(id);
    this.backups = backups;
    this.which = which;
    this.by = by;
    this.again = again;
  }

  /** The server that is thrown away is ended with the trial alone. */
  @Override
  public Cancellation cancellation() {
    return Cancellation.BEFORE;
  }

  @Override
  protected Observed seen() {
    Stored backup = backup();
    Proof proof = backup.proof();
    return proof == null || (again && !proven)
        ? Observed.notDone(backup.id() + " was not restored by this run")
        : Observed.done(
            "%s: %,d rows as the manifest has them, in %s"
                .formatted(
                    backup.id(),
                    proof.rows(),
                    PlanText.time(java.time.Duration.ofMillis(proof.millis()))));
  }

  private Stored backup() {
    Stored found =
        which
            .get()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            "There is no backup to verify",
                            "the catalogue",
                            "it is not there any more",
                            "See 'opsdesk backup list'")));
    if (found.state() == Stored.State.FAILED) {
      throw new ProblemException(
          new Problem("The backup is no use", found.id(), found.problem(), "Take another one"));
    }
    return found;
  }

  @Override
  protected void make() throws InterruptedException {
    Trial begun = backups.trial();
    trial = begun;
    begun.verify(backup(), by, backups.host());
    proven = true;
  }

  @Override
  protected String progress() {
    Trial now = trial;
    return now == null ? "" : now.progress();
  }

  @Override
  protected void end() {
    // It is never asked to: see cancellation().
  }
}
