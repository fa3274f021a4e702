package tech.atoms.opsdesk.workflow.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Drills;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.backup.store.Removal;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Step;

/** What workflows need to take and to prove backups of an environment. Safe on any thread. */
public final class BackupSteps {
  private final Environment environment;
  private final SecretResolver secrets;
  private final Catalogue catalogue;
  private final DatabaseSettings database;
  private final Path work;
  private final String host;
  private final List<Enclosure> enclosures;
  private final InstantSource clock;
  private final Pause pause;

  /**
   * Of an environment.
   *
   * @param work where a server that is thrown away keeps its files meanwhile
   * @param host the name of this machine
   * @param enclosures what is kept beside a dump
   * @throws ProblemException where the profile names no database, or not how it is backed up
   */
  public BackupSteps(
      Environment environment,
      SecretResolver secrets,
      Path work,
      String host,
      List<Enclosure> enclosures,
      InstantSource clock) {
    this(environment, secrets, work, host, enclosures, clock, Pause.REAL);
  }

  BackupSteps(
      Environment environment,
      SecretResolver secrets,
      Path work,
      String host,
      List<Enclosure> enclosures,
      InstantSource clock,
      Pause pause) {
    this.pause = pause;
    DatabaseSettings settings = environment.database();
    if (settings == null) {
      throw new ProblemException(
          new Problem(
              "There is nothing to back up",
              environment.name(),
              "the profile names no database for it",
              "Add database to the environment in the profile"));
    }
    this.environment = environment;
    this.secrets = secrets;
    this.catalogue = new Catalogue(environment, secrets);
    this.database = settings;
    this.work = work;
    this.host = host;
    this.enclosures = List.copyOf(enclosures);
    this.clock = clock;
  }

  /** The backups that there are. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** What time it is. */
  InstantSource clock() {
    return clock;
  }

  /**
   * The backup of an id.
   *
   * @throws ProblemException where there is none, or it is no use
   */
  Stored named(String id) {
    Stored found =
        catalogue
            .named(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            "There is no such backup",
                            id,
                            "none of that name is in " + catalogue.directory(),
                            "See 'opsdesk backup list'")));
    if (found.state() == Stored.State.FAILED) {
      throw new ProblemException(
          new Problem("The backup is no use", id, found.problem(), "Take another one"));
    }
    return found;
  }

  /** Waits before something is tried again. */
  Pause pause() {
    return pause;
  }

  String host() {
    return host;
  }

  Taking taking() {
    return new Taking(
        catalogue, Target.of(database, secrets), environment.name(), enclosures, clock);
  }

  /** The major version of the server. Blocks on it. */
  int major() {
    try (Connection connection = Target.of(database, secrets).connect("atoms-backup-look", 10)) {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw silent(e);
    }
  }

  private ProblemException silent(SQLException e) {
    return new ProblemException(
        new Problem(
            "The database does not answer",
            database.url(),
            Masking.mask(String.valueOf(e.getMessage())),
            "See 'opsdesk db check'"),
        e);
  }

  /** The time by the database server's clock. Blocks on it. */
  Instant serverTime() {
    try (Connection connection = Target.of(database, secrets).connect("atoms-backup-look", 10);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select now()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      throw silent(e);
    }
  }

  Removal removal() {
    return new Removal(catalogue);
  }

  /** Removes the copies of a backup that was removed here; returns why some may be left. */
  List<String> removeCopies(Removal.Tombstone removed) {
    return copies().remove(removed.id());
  }

  /** Brings backups to the places that the profile names. */
  public CopySteps copies() {
    return new CopySteps(catalogue, clock);
  }

  Trial trial() {
    return new Trial(catalogue, secrets, work, clock);
  }

  /** The backup that counts for a run: its own, or a young verified one where that will do. */
  public Optional<Stored> counting(String run, boolean freshCounts) {
    Optional<Stored> own = run.isEmpty() ? Optional.empty() : catalogue.ofRun(run);
    return own.isPresent() || !freshCounts ? own : catalogue.fresh(clock.instant());
  }

  /**
   * The steps that take a backup and prove it, or find one that is young enough.
   *
   * @param run whose backup it is
   * @param by who started the run
   * @param freshCounts whether a verified one that is young enough will do
   */
  public List<Step> steps(String run, String by, boolean freshCounts) {
    TakeStep take = new TakeStep(this, TakeStep.ID, run, by, freshCounts);
    return canProve()
        ? List.of(
            take, new ProveStep(this, ProveStep.ID, () -> counting(run, freshCounts), by, false))
        : List.of(take);
  }

  /** Whether archives can be opened here. */
  boolean canProve() {
    return catalogue.settings().identity() != null;
  }

  /** The same as a plan tells them. */
  public List<PlannedStep> planned(boolean freshCounts) {
    Optional<Stored> fresh = freshCounts ? catalogue.fresh(clock.instant()) : Optional.empty();
    if (fresh.isPresent()) {
      return planned(
          looks(
              TakeStep.ID, "There is a verified backup that is young enough: " + fresh.get().id()),
          looks(ProveStep.ID, "It was restored and compared"));
    }
    PlannedStep take =
        new PlannedStep(
            TakeStep.ID,
            "Take a backup of the database as it is now",
            freshCounts ? "none is verified and young enough" : newest(),
            "there is one of now, encrypted and sealed",
            "remove its directory");
    return planned(take, proving());
  }

  private List<PlannedStep> planned(PlannedStep take, PlannedStep prove) {
    return canProve() ? List.of(take, prove) : List.of(take);
  }

  private static PlannedStep looks(String id, String name) {
    return new PlannedStep(id, name, "", "", "nothing is changed");
  }

  /** The step that proves a backup. */
  PlannedStep proving() {
    return new PlannedStep(
        ProveStep.ID,
        "Restore it into a server that is thrown away, and compare every row",
        "not verified",
        "verified",
        "nothing is changed in the database");
  }

  /** The newest drill, in words; a fact that changes with every one. */
  String lastDrill() {
    return new Drills(catalogue)
        .newest()
        .map(
            one ->
                one.at().truncatedTo(ChronoUnit.SECONDS)
                    + (one.passed() ? ", passed" : ", not passed"))
        .orElse("there was none");
  }

  /** The newest backup, in words; a fact that changes with every one. */
  String newest() {
    return catalogue.all().stream()
        .findFirst()
        .map(one -> "newest: " + one.id() + ", " + one.state().word())
        .orElse("there is none");
  }
}
