package tech.atoms.opsdesk.workflow.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.ConnectionLost;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.workflow.Observed;

/** Takes a backup; done once the catalogue has one that counts. */
final class TakeStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "take";

  /** A server that is restarted is back by then. */
  private static final List<Duration> AGAIN =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60));

  private final BackupSteps backups;
  private final String run;
  private final String by;
  private final boolean freshCounts;
  private volatile @Nullable Taking taking;
  private volatile String lost = "";

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
        : "%s, %d tables, %,d rows, %.1f MB%s"
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
    for (Duration wait : AGAIN) {
      try {
        take();
        return;
      } catch (ConnectionLost e) {
        lost = e.problem().why();
        backups.pause().sleep(wait);
        if (isEnded()) {
          throw e;
        }
      }
    }
    take();
  }

  private void take() throws InterruptedException {
    Taking begun = backups.taking();
    taking = begun;
    if (isEnded()) {
      begun.cancel();
    }
    begun.take(run, by, backups.host());
  }

  @Override
  protected String progress() {
    Taking now = taking;
    String far = now == null ? "" : now.progress();
    return lost.isEmpty() ? far : far + "; tried again, for the database was away: " + lost;
  }

  @Override
  protected void end() {
    Taking now = taking;
    if (now != null) {
      now.cancel();
    }
  }
}
