package tech.atoms.opsdesk.workflow.backup;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Pin;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Permits;

/**
 * Backups that a person wants kept, whatever their age; each pin and its end has a line in the
 * audit trail. Blocks on the disk and the store; safe on any thread.
 */
public final class Pinning {
  private final Catalogue catalogue;
  private final Permits permits;
  private final Me me;
  private final InstantSource clock;

  /** Of an environment, for a person. */
  public Pinning(
      Environment environment,
      Catalogue catalogue,
      Store store,
      Audit audit,
      Me me,
      InstantSource clock) {
    this.catalogue = catalogue;
    this.permits = new Permits(environment, new Guards(store), audit, me, clock);
    this.me = me;
    this.clock = clock;
  }

  /**
   * Pins a backup, or gives another reason for one that is pinned.
   *
   * @param reason why; not blank
   * @throws ProblemException where the person may not, or there is no such backup
   */
  public Pin pin(String id, String reason) {
    if (reason.isBlank()) {
      throw new ProblemException(
          new Problem(
              "The backup is not pinned", id, "no reason was given", "Say why it is to be kept"));
    }
    require("backup-pin", id);
    Pin pin = new Pin(me.name(), clock.instant().truncatedTo(ChronoUnit.SECONDS), reason.strip());
    catalogue.holds().pin(id, pin);
    permits.record("backup-pin", id, Entry.Outcome.DONE, pin.reason());
    return pin;
  }

  /**
   * Takes a pin away; where there is none, nothing happens.
   *
   * @param reason why; may be empty
   * @return whether there was one
   * @throws ProblemException where the person may not, or there is no such backup
   */
  public boolean unpin(String id, String reason) {
    require("backup-unpin", id);
    boolean was = catalogue.holds().unpin(id);
    if (was) {
      permits.record("backup-unpin", id, Entry.Outcome.DONE, reason.strip());
    }
    return was;
  }

  private void require(String what, String id) {
    permits.require(what, id);
    if (catalogue.named(id).isEmpty()) {
      throw new ProblemException(
          new Problem(
              "There is no such backup",
              id,
              "none of that name is in " + catalogue.directory(),
              "See 'opsdesk backup list'"));
    }
  }
}
