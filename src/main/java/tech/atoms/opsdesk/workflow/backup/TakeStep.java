package tech.atoms.opsdesk.workflow.backup;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.workflow.Observed;

/** Takes a backup; done once the catalogue has one that counts. */
final class TakeStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "take";

  private final BackupSteps backups;
  private final String run;
  private final String by;
  private final boolean freshCounts;
  private @Nullable Taking taking;

  /**
   * A step.
   *
   * @param run whose backup it is
   * @param by who starts it
   * @param freshCounts whether a verified one that is young enough will do
   */
  TakeStep(BackupSteps backups, String id, String run, String by, boolean freshCounts) {
    super(id);
    this.backups = backups;
    this.run = run;
    this.by = by;
    this.freshCounts = freshCounts;
  }

  @Override
  protected Observed seen() {
    Optional<Stored> found = backups.counting(run, freshCounts);
    return found
        .map(one -> Observed.done(words(one)))
        .orElse(
            Observed.notDone(
                freshCounts
                    ? "there is no verified backup that is young enough"
                    : "the catalogue has no backup of this run"));
  }

  private static String words(Stored backup) {
    Manifest manifest = backup.manifest();
    return manifest == null
        ? backup.id()
        : "%s, %d tables, %d rows, %.1f MB%s"
            .formatted(
                backup.id(),
                manifest.content().tables().size(),
                manifest.content().rows(),
                manifest.archive().bytes() / 1e6,
                manifest.enclosed().stream()
                    .map(one -> "; " + one.what() + ": " + one.words())
                    .collect(Collectors.joining()));
  }

  @Override
  protected void make() throws InterruptedException {
    Taking begun = backups.taking();
    taking = begun;
    begun.take(run, by, backups.host());
  }

  @Override
  protected String progress() {
    Taking now = taking;
    return now == null ? "" : now.progress();
  }

  @Override
  protected void end() {
    Taking now = taking;
    if (now != null) {
      now.cancel();
    }
  }
}
