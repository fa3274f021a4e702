package tech.atoms.opsdesk.workflow.backup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.backup.place.Copying;
import tech.atoms.opsdesk.backup.place.Place;
import tech.atoms.opsdesk.backup.place.Places;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Step;

/** Brings backups to the places that the profile names. Safe on any thread. */
public final class CopySteps {
  private final Catalogue catalogue;
  private final InstantSource clock;

  CopySteps(Catalogue catalogue, InstantSource clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /** The step as a plan tells it; none where the profile names no place. */
  public List<PlannedStep> planned() {
    List<BackupCopy> places = catalogue.settings().copies();
    return places.isEmpty()
        ? List.of()
        : List.of(
            new PlannedStep(
                CopyStep.ID,
                "Copy it to "
                    + places.stream().map(BackupCopy::name).collect(Collectors.joining(", "))
                    + ", and read every file back",
                "here alone",
                "the same at each place, by SHA-256",
                "remove the copies"));
  }

  /**
   * The step of a plan; none where it has none.
   *
   * @param which backup
   */
  public List<Step> of(Plan plan, Supplier<Optional<Stored>> which) {
    return plan.steps().stream().anyMatch(one -> one.id().equals(CopyStep.ID))
        ? List.of(new CopyStep(catalogue, which, clock))
        : List.of();
  }

  /**
   * Removes the copies of a backup that was removed here.
   *
   * @param id the backup's
   * @return why copies may be left, a line for each place; empty: none is. The next run asks again
   */
  List<String> remove(String id) {
    List<String> left = new ArrayList<>();
    for (BackupCopy settings : catalogue.settings().copies()) {
      try (Place place = Places.of(settings, catalogue.secrets())) {
        new Copying(catalogue, clock).remove(id, place);
      } catch (ProblemException e) {
        left.add("%s at %s: %s".formatted(id, settings.name(), e.problem().why()));
      }
    }
    return left;
  }
}
