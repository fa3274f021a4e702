package tech.atoms.opsdesk.workflow.backup;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.Pooling;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.traffic.LookStep;

/**
 * Takes a backup and proves it, or proves one that was taken before, or practises with it. Changes
 * no database.
 */
public final class Backup implements Workflow {
  /** Which. */
  public enum Kind {
    /** Takes one; the target is empty. */
    TAKE("backup"),
    /** Proves one; the target is its id. */
    VERIFY("backup-verify"),
    /** Brings one back to life for practice; the target is its id, empty: the newest. */
    DRILL("backup-drill");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The workflow's name. */
    public String id() {
      return id;
    }
  }

  private static final String READY = "ready";
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

  private final Kind kind;
  private final Environment environment;
  private final BackupSteps backups;
  private final MonitoredDatabase database;

  /**
   * Backups of an environment.
   *
   * @param database tells how it is reached; stays open
   */
  public Backup(
      Kind kind, Environment environment, BackupSteps backups, MonitoredDatabase database) {
    this.kind = kind;
    this.environment = environment;
    this.backups = backups;
    this.database = database;
  }

  @Override
  public String id() {
    return kind.id();
  }

  @Override
  public Plan plan(String target) {
    return switch (kind) {
      case TAKE -> take();
      case VERIFY -> verify(backups.named(target));
      case DRILL -> drill(target.isEmpty() ? newest() : backups.named(target));
    };
  }

  private Plan take() {
    BackupSettings settings = backups.catalogue().settings();
    DatabaseSettings from = environment.database();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("database", from == null ? "" : from.url());
    facts.put("schemas", String.join(", ", settings.schemas()));
    facts.put("kept in", backups.catalogue().directory().toString());
    facts.put("encrypted for", keys(settings.recipients().size()));
    facts.put("backups", backups.newest());
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        new PlannedStep(
            READY, "The database can be dumped from here", "", "", "nothing is changed"));
    steps.addAll(backups.planned(false));
    steps.addAll(backups.copies().planned());
    List<String> warnings = new ArrayList<>();
    if (!backups.canProve()) {
      warnings.add(
          "The profile names no secret key: the backup is taken, and cannot be verified here");
    }
    return new Plan(
        kind.id(), environment.name(), "", "Back up the database", "", facts, warnings, steps);
  }

  private static String keys(int count) {
    return count + (count == 1 ? " key" : " keys");
  }

  /** The newest that was verified; where there is none, the newest that is of use. */
  private Stored newest() {
    Catalogue catalogue = backups.catalogue();
    return catalogue
        .newestVerified()
        .or(
            () ->
                catalogue.all().stream()
                    .filter(one -> one.state() == Stored.State.TAKEN)
                    .findFirst())
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is no backup to practise with",
                        environment.name(),
                        "none that is of use is in " + catalogue.directory(),
                        "Take one: opsdesk backup create")));
  }

  private Plan verify(Stored backup) {
    List<PlannedStep> steps = new ArrayList<>(List.of(backups.proving()));
    steps.addAll(backups.copies().planned()); // the proof belongs to every copy
    return of(backup, "Verify " + backup.id(), Map.of(), steps);
  }

  private Plan drill(Stored backup) {
    return of(
        backup,
        "Drill: bring " + backup.id() + " back to life",
        Map.of("last drill", backups.lastDrill()),
        List.of(
            new PlannedStep(
                DrillStep.ID,
                "Restore it into a server that is thrown away, compare every row, look at it as at"
                    + " the real one, and record how long that took",
                "no drill of this run",
                "a record that counts for " + Drill.COUNTS.toDays() + " days",
                "nothing is changed in the database")));
  }

  private Plan of(Stored backup, String title, Map<String, String> more, List<PlannedStep> steps) {
    Manifest manifest = backup.manifest();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("backup", backup.id());
    if (manifest != null) {
      facts.put("taken", manifest.at().truncatedTo(ChronoUnit.SECONDS).toString());
      facts.put("rows", Long.toString(manifest.content().rows()));
      facts.put("server", "PostgreSQL " + manifest.server().version());
    }
    facts.putAll(more);
    return new Plan(kind.id(), environment.name(), backup.id(), title, "", facts, List.of(), steps);
  }

  /** The steps of a plan that no run carries out. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return steps("", "", plan);
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    return steps(run.id(), run.by(), run.plan());
  }

  private List<Step> steps(String run, String by, Plan plan) {
    if (kind == Kind.DRILL) {
      return List.of(new DrillStep(backups, plan.target(), run, by));
    }
    if (kind == Kind.VERIFY) {
      Supplier<Optional<Stored>> which = () -> backups.catalogue().named(plan.target());
      List<Step> steps = new ArrayList<>();
      steps.add(new ProveStep(backups, ProveStep.ID, which, by, true));
      steps.addAll(backups.copies().of(plan, which));
      return steps;
    }
    List<Step> steps = new ArrayList<>();
    steps.add(new LookStep(READY, READY_TIMEOUT, this::ready));
    steps.addAll(backups.steps(run, by, false));
    steps.addAll(backups.copies().of(plan, () -> backups.counting(run, false)));
    return steps;
  }

  /** What would make a dump wrong without a word is looked for before. */
  private Observed ready() {
    DatabaseSettings settings = environment.database();
    if (settings != null && settings.isTransactionPooler()) {
      return Observed.failed(pooled("port 6543"));
    }
    Pooling pooling = database.pooling();
    if (pooling.shared()) {
      return Observed.failed(pooled("two connections share a process of the server"));
    }
    try {
      Client client = Client.of(backups.major());
      return Observed.done(
          "pg_dump " + client.version() + " fits; no pooler of transactions is in between");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Observed.notDone("the desk was stopped");
    }
  }

  private static String pooled(String seen) {
    return "the profile reaches the database through a pooler of transactions ("
        + seen
        + "): a dump through it breaks what others run. Name the direct address, or the pooler of"
        + " sessions";
  }
}
