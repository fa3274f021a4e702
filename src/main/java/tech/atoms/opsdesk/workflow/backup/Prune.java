package tech.atoms.opsdesk.workflow.backup;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.backup.keep.Ruling;
import tech.atoms.opsdesk.backup.store.Keeping;
import tech.atoms.opsdesk.backup.store.Removal;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * Removes backups that are kept no longer. The target is {@link #ALL}, or empty for no more than
 * the profile lets go at once.
 */
public final class Prune implements Workflow {
  /** The workflow's name. */
  public static final String ID = "backup-prune";

  /** The target for everything that is kept no longer. */
  public static final String ALL = "all";

  private final Environment environment;
  private final BackupSteps backups;
  private final InstantSource clock;

  /** The removal of an environment's backups. */
  public Prune(Environment environment, BackupSteps backups, InstantSource clock) {
    this.environment = environment;
    this.backups = backups;
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  /**
   * What becomes of each backup, and whether anything may be removed now. Blocks on the disk and on
   * the database server, whose clock it asks.
   */
  public Keeping look() {
    return Keeping.of(backups.catalogue(), backups.serverTime(), clock.instant());
  }

  /** Whether a run has anything to do. */
  public boolean isNeeded() {
    Instant now = clock.instant();
    Removal removal = backups.removal();
    return removal.isUnfinished()
        || removal.tombstones().stream().anyMatch(one -> one.isDue(now))
        || !look().retention().goes().isEmpty();
  }

  /** What goes, of a target. */
  public static List<Ruling> going(Keeping keeping, String target) {
    return target.equals(ALL) ? keeping.retention().goes() : keeping.retention().goesNow();
  }

  @Override
  public Plan plan(String target) {
    Keeping keeping = look();
    if (keeping.refusal().isPresent()) {
      throw new ProblemException(
          new Problem(
              "No backup is removed",
              environment.name(),
              keeping.refusal().get(),
              "Mend that first; see 'opsdesk backup prune'"));
    }
    List<Ruling> going = going(keeping, target);
    BackupSettings.Keep keep = backups.catalogue().settings().keep();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("directory", backups.catalogue().directory().toString());
    facts.put(
        "kept",
        "%d days, the newest of %d months, at least %d"
            .formatted(keep.daily(), keep.monthly(), keep.atLeast()));
    going.forEach(one -> facts.put(one.id(), one.why()));
    int later = keeping.retention().goes().size() - going.size();
    return new Plan(
        ID,
        environment.name(),
        target,
        going.isEmpty()
            ? "Finish what was removed before"
            : "Remove %d of %d backups".formatted(going.size(), keeping.all().size()),
        "",
        facts,
        later == 0
            ? List.of()
            : List.of(later + " more go later: no more than " + keep.removedPerRun() + " at once"),
        List.of(
            new PlannedStep(
                RemoveStep.ID,
                "Remove what is kept no longer",
                keeping.all().size() + " backups",
                keeping.all().size() - going.size() + " backups",
                "their copies elsewhere stay for 7 days")));
  }

  /** The steps of a plan that no run carries out. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.of(new RemoveStep(backups, plan, "", clock));
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    return List.of(new RemoveStep(backups, run.plan(), run.by() + ", run " + run.id(), clock));
  }
}
