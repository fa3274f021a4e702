package tech.atoms.opsdesk.workflow.backup;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Drills;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.backup.verify.Unproven;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.PlanText;

/**
 * Brings a backup back to life in a server that is thrown away, looks at it as at the real one, and
 * records how long that took and what would have been lost. Done once a record of the run is there.
 */
final class DrillStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "drill";

  private final BackupSteps backups;
  private final String id;
  private final String run;
  private final String by;
  private final Drills drills;
  private volatile @Nullable Trial trial;
  private volatile String progress = "";

  /**
   * A step.
   *
   * @param id of the backup
   * @param run whose drill it is
   * @param by who starts it
   */
  DrillStep(BackupSteps backups, String id, String run, String by) {
    super(ID);
    this.backups = backups;
    this.id = id;
    this.run = run;
    this.by = by;
    this.drills = new Drills(backups.catalogue());
  }

  /** The server that is thrown away is ended with the trial alone. */
  @Override
  public Cancellation cancellation() {
    return Cancellation.BEFORE;
  }

  @Override
  protected Observed seen() {
    Optional<Drill> recorded = drills.ofRun(run);
    if (recorded.isEmpty()) {
      return Observed.notDone("no drill of this run is recorded");
    }
    Drill drill = recorded.get();
    return drill.passed()
        ? Observed.done(words(drill))
        : Observed.failed(
            words(drill)
                + "; not as it should be: "
                + Few.of(
                    drill.failed().stream().map(one -> one.what() + ": " + one.detail()).toList()));
  }

  /** What it has achieved. */
  static String words(Drill drill) {
    return "%s: %,d rows back in %s; %s of changes would be lost; %d of %d looks passed"
        .formatted(
            drill.backup(),
            drill.rows(),
            PlanText.time(Duration.ofMillis(drill.recoveryMillis())),
            PlanText.time(Duration.ofSeconds(drill.lostSeconds())),
            drill.looks().size() - drill.failed().size(),
            drill.looks().size());
  }

  @Override
  protected void make() throws InterruptedException {
    Stored backup = backups.named(id);
    Manifest manifest = new Archived(backup).manifest();
    Instant began = backups.clock().instant();
    Trial begun = backups.trial();
    trial = begun;
    List<Drill.Look> looks = new ArrayList<>();
    try {
      begun.verify(backup, by, backups.host(), target -> look(target, looks));
    } catch (Unproven e) {
      looks.add(new Drill.Look("Restored and compared", false, e.problem().line()));
      keep(manifest, began, 0, looks);
      throw e;
    }
    keep(manifest, began, manifest.content().rows(), looks);
  }

  private void keep(Manifest manifest, Instant began, long rows, List<Drill.Look> looks) {
    Instant over = backups.clock().instant();
    drills.keep(
        new Drill(
            run,
            id,
            manifest.at(),
            over,
            by,
            backups.host(),
            Duration.between(began, over).toMillis(),
            Math.max(0, Duration.between(manifest.at(), began).toSeconds()),
            rows,
            looks));
  }

  private void look(Target target, List<Drill.Look> looks)
      throws SQLException, InterruptedException {
    progress = "looking at it as at the real one";
    looks.addAll(new Restored(target, backups.clock()).looks());
  }

  @Override
  protected String progress() {
    Trial now = trial;
    return !progress.isEmpty() ? progress : now == null ? "" : now.progress();
  }

  @Override
  protected void end() {
    // It is never asked to: see cancellation().
  }
}
