package tech.atoms.opsdesk.workflow.backup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Copies;
import tech.atoms.opsdesk.backup.place.Copying;
import tech.atoms.opsdesk.backup.place.Place;
import tech.atoms.opsdesk.backup.place.Places;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Lease;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.workflow.Observed;

/**
 * Copies a backup to every place; done once each was read back as it is here. One that fails keeps
 * no other from being tried, and takes nothing from the backup.
 */
final class CopyStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "copy";

  private final Catalogue catalogue;
  private final Supplier<Optional<Stored>> which;
  private final InstantSource clock;
  private volatile @Nullable Copying copying;
  private volatile boolean ended;

  /**
   * A step.
   *
   * @param which backup
   */
  CopyStep(Catalogue catalogue, Supplier<Optional<Stored>> which, InstantSource clock) {
    super(ID);
    this.catalogue = catalogue;
    this.which = which;
    this.clock = clock;
  }

  @Override
  protected Observed seen() {
    Stored backup = which.get().orElse(null);
    if (backup == null) {
      return Observed.notDone("there is no backup to copy");
    }
    List<String> left = left(backup).stream().map(BackupCopy::name).toList();
    if (!left.isEmpty()) {
      return Observed.notDone(backup.id() + " is not at " + String.join(", ", left));
    }
    String at =
        catalogue.settings().copies().stream()
            .map(BackupCopy::name)
            .collect(Collectors.joining(", "));
    return Observed.done(
        at.isEmpty()
            ? "the profile names no copies any more"
            : backup.id() + " is at " + at + ", read back and compared");
  }

  /** The places from which it was not read back as it is here. */
  private List<BackupCopy> left(Stored backup) {
    Copies known = catalogue.copies(backup);
    return catalogue.settings().copies().stream()
        .filter(place -> !Copying.isRead(backup, known, place.name()))
        .toList();
  }

  @Override
  protected void make() {
    Stored backup = which.get().orElseThrow(CopyStep::none);
    try (Lease _ = catalogue.holds().lease(backup.id(), "copies of it are made", clock)) {
      make(backup);
    }
  }

  private void make(Stored backup) {
    List<String> failed = new ArrayList<>();
    List<String> whys = new ArrayList<>();
    for (BackupCopy settings : left(backup)) {
      if (ended) {
        failed.add(settings.name());
        whys.add("the end was asked for");
        continue;
      }
      try (Place place = Places.of(settings, catalogue.secrets())) {
        Copying begun = new Copying(catalogue, clock);
        copying = begun;
        begun.copy(backup, place);
      } catch (ProblemException e) {
        failed.add(settings.name());
        Problem problem = e.problem();
        whys.add(problem.where() + ": " + problem.why() + ". " + problem.next());
      }
    }
    if (!failed.isEmpty()) {
      throw new ProblemException(
          new Problem(
              "The backup is here, and not at " + String.join(", ", failed),
              backup.id(),
              String.join("; ", whys),
              "Try again: what is there whole is not sent again"));
    }
  }

  private static ProblemException none() {
    return new ProblemException(
        new Problem(
            "There is no backup to copy",
            "the catalogue",
            "it is not there any more",
            "See 'opsdesk backup list'"));
  }

  @Override
  protected String progress() {
    Copying now = copying;
    return now == null ? "" : now.progress();
  }

  @Override
  protected void end() {
    ended = true;
    Copying now = copying;
    if (now != null) {
      now.cancel();
    }
  }
}
