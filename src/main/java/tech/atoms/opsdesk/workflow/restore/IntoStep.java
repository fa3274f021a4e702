package tech.atoms.opsdesk.workflow.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.restore.IntoEmpty;
import tech.atoms.opsdesk.backup.restore.IntoNew;
import tech.atoms.opsdesk.backup.restore.NewDatabase;
import tech.atoms.opsdesk.backup.restore.Occupied;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.backup.LongStep;

/** Restores into a database that is empty; done once it is there. */
abstract class IntoStep extends LongStep {
  /** Its id in the plan. */
  static final String ID = "into";

  private volatile String restored = "";

  private final Runnable ready;

  private IntoStep(Runnable ready) {
    super(ID);
    this.ready = ready;
  }

  /** It is one transaction of a program, and ends with it. */
  @Override
  public Cancellation cancellation() {
    return Cancellation.BEFORE;
  }

  /** What is there; only where this has not restored it itself. */
  abstract Observed there();

  /** Restores it, and tells that. */
  abstract String restored() throws InterruptedException;

  @Override
  protected Observed seen() {
    return restored.isEmpty() ? there() : Observed.done(restored);
  }

  @Override
  protected void make() throws InterruptedException {
    ready.run();
    restored = restored();
  }

  @Override
  protected void end() {
    // It is never asked to: see cancellation().
  }

  /**
   * A backup, compared with its manifest.
   *
   * @param ready makes the database where it is missing; throws where nothing may be restored there
   */
  static IntoStep backup(
      Archived archived, Supplier<Secret> identity, Target target, Runnable ready) {
    Manifest manifest = archived.manifest();
    return new IntoStep(ready) {
      private volatile @Nullable IntoNew begun;

      @Override
      Observed there() {
        try (Connection connection = target.connect("atoms-restore-look", 0)) {
          if (Occupied.by(connection, manifest.schemas()).isEmpty()) {
            return Observed.notDone("nothing is there");
          }
          List<String> differences =
              ContentReader.differences(connection, manifest, (table, done, of) -> {});
          return differences.isEmpty()
              ? Observed.done("it holds what " + manifest.id() + " holds")
              : Observed.failed(
                  "there is something in it already, and it is not the backup: "
                      + Few.of(differences));
        } catch (SQLException e) {
          return Observed.notDone(
              "it does not answer: " + Masking.mask(String.valueOf(e.getMessage())));
        }
      }

      @Override
      String restored() throws InterruptedException {
        IntoNew now = new IntoNew(archived, identity.get(), target);
        begun = now;
        List<String> missing = now.restore();
        return "%s: %,d rows, compared by digest%s"
            .formatted(
                manifest.id(),
                manifest.content().rows(),
                missing.isEmpty() ? "" : "; the server could not be given: " + Few.of(missing));
      }

      @Override
      protected String progress() {
        IntoNew now = begun;
        return now == null ? "" : now.progress();
      }
    };
  }

  /**
   * A dump of somebody else, counted.
   *
   * @param ready makes the database where it is missing; throws where nothing may be restored there
   */
  static IntoStep foreign(IntoEmpty into, Target target, String name, Runnable ready) {
    return new IntoStep(ready) {
      @Override
      Observed there() {
        if (NewDatabase.isMissing(target)) {
          return Observed.notDone("there is no such database");
        }
        List<IntoEmpty.Counted> found = into.counted();
        return found.isEmpty()
            ? Observed.notDone("nothing is there")
            : Observed.failed(
                "there are tables in it already, of this run's turn before or of somebody else: "
                    + words(found)
                    + ". Go on without this step where they are what you want; drop them, and try"
                    + " again, where not");
      }

      @Override
      String restored() throws InterruptedException {
        return "unproven, without a manifest: " + words(into.restore()) + " of " + name;
      }

      @Override
      protected String progress() {
        return "restoring";
      }
    };
  }

  private static String words(List<IntoEmpty.Counted> found) {
    return Few.of(
        found.stream().map(one -> "%s %,d rows".formatted(one.table(), one.rows())).toList());
  }
}
