package tech.atoms.opsdesk.workflow.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupSettings;
import tech.atoms.opsdesk.environment.DueTimes;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.UnderWay;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.Backup;
import tech.atoms.opsdesk.workflow.backup.Prune;

/**
 * Takes the backups of an environment when they are due, and removes afterwards what is kept no
 * longer. Of all desks on one store one takes its turn; times that nobody was there for are made
 * good once; what fails is tried again, ever more seldom. Safe on any thread.
 */
public final class BackupSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BackupSchedule.class);
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(2);

  /** In whose name runs stand in the journal. */
  static final String LOGIN = "schedule";

  private final Environment environment;
  private final DueTimes times;
  private final Catalogue catalogue;
  private final Store store;
  private final DueRows rows;
  private final Journal journal;
  private final Engine engine;
  private final Open open;
  private final String host;
  private final InstantSource clock;
  private final Consumer<String> said;
  private @Nullable Thread looking;
  private String told = "";

  /** Opens workflows, each for as long as something is done with it. */
  @FunctionalInterface
  public interface Open {
    /** Does something with a workflow, and closes what that needed. */
    void with(String workflow, Work work) throws Exception;
  }

  /** What is done with a workflow. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void go(Workflow workflow) throws Exception;
  }

  /**
   * Looks for nothing yet.
   *
   * @param runs knows what is carried out in this process
   * @param host the machine
   * @param said hears what is done, in words
   * @throws ProblemException where the profile has no schedule
   */
  public BackupSchedule(
      Environment environment,
      SecretResolver secrets,
      Store store,
      Audit audit,
      Open open,
      UnderWay runs,
      String host,
      Pause pause,
      InstantSource clock,
      Consumer<String> said) {
    this.environment = environment;
    this.catalogue = new Catalogue(environment, secrets);
    this.times = times(environment, catalogue.settings());
    this.store = store;
    this.rows = new DueRows(store, environment.name());
    this.journal = new Journal(store, environment.notices());
    this.engine =
        Engine.scheduled(
            environment,
            journal,
            new Guards(store),
            audit,
            new Engine.Unattended(
                Manifest.Made.SCHEDULED, LOGIN, Set.of(Backup.Kind.TAKE.id(), Prune.ID)),
            host,
            clock,
            pause,
            runs);
    this.open = open;
    this.host = host;
    this.clock = clock;
    this.said = said;
  }

  private static DueTimes times(Environment environment, BackupSettings settings) {
    DueTimes given = settings.schedule();
    if (given == null) {
      throw new ProblemException(
          new Problem(
              "No backup is due",
              environment.name(),
              "the profile has no schedule for it: backup.schedule",
              "Add backup.schedule, e.g. \"0 20 * * *\" for 20:00 UTC every day"));
    }
    return given;
  }

  /** When the next one is due. */
  public Instant next() {
    return times.next(clock.instant());
  }

  /** Looks by itself from now on, until it is closed. Returns at once. */
  public synchronized void start() {
    if (looking == null) {
      looking =
          Thread.ofVirtual()
              .name("backup-schedule-" + environment.name())
              .start(
                  () -> {
                    try {
                      keep();
                    } catch (InterruptedException over) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }
  }

  /** Looks until the thread is interrupted, on the caller's thread. */
  public void keep() throws InterruptedException {
    while (true) {
      if (store.state() == Store.State.UP) {
        try {
          look();
          told = "";
        } catch (ProblemException e) {
          // The next look tells whether it is over.
          if (!told.equals(e.problem().line())) {
            told = e.problem().line();
            said.accept(told);
          }
        } catch (RuntimeException e) {
          log.error("The schedule of {} has met an error of the desk", environment.name(), e);
        }
      }
      Thread.sleep(LOOK);
    }
  }

  /**
   * Does what is due, where it is this desk's turn. Blocks until that is over.
   *
   * @return how the due time stands; empty where none was due, or another desk works on it
   * @throws ProblemException where the store or the catalogue is away
   */
  public Optional<Due> look() throws InterruptedException {
    Instant now = clock.instant();
    Optional<Instant> last = times.last(now);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Instant due = last.get();
    leave();
    Optional<Due> known = rows.at(due);
    if (known.isEmpty() && isThere(due)) {
      rows.found(due, host, now, "there was a backup already");
      return Optional.empty();
    }
    if (known.isPresent() && settleWhatDied(known.get())) {
      prune();
    }
    Optional<Integer> attempt = rows.take(due, host, now);
    if (attempt.isEmpty()) {
      return Optional.empty();
    }
    take(due, attempt.get());
    return rows.at(due);
  }

  /** A store may be new, and the backup of a time there all the same. */
  private boolean isThere(Instant due) {
    return catalogue.all().stream()
        .map(one -> one.manifest())
        .anyMatch(
            manifest ->
                manifest != null && manifest.made().isScheduled() && !manifest.at().isBefore(due));
  }

  /** A scheduled run that nobody carries out keeps no person waiting. */
  private void leave() {
    engine
        .holder()
        .filter(run -> run.login().equals(LOGIN) && isLeft(run))
        .ifPresent(run -> abandon(run, "it is tried again at its time"));
  }

  private static boolean isLeft(Run run) {
    return run.state() == RunState.PAUSED || run.state() == RunState.INTERRUPTED;
  }

  private void abandon(Run run, String why) {
    try {
      engine.abandon(run.id(), why);
    } catch (ProblemException e) {
      // Another desk has done so, or a person goes on with it.
      said.accept(e.problem().line());
    }
  }

  /** What the desk that had the turn did not live to say; returns whether there is a backup. */
  private boolean settleWhatDied(Due due) {
    if (due.state() != Due.State.BEGUN || due.run().isEmpty()) {
      return false;
    }
    Run run = journal.run(due.run(), clock.instant()).orElse(null);
    return (run == null || !run.state().isAlive()) && settle(due.at(), due.attempts(), run);
  }

  private void take(Instant due, int attempt) throws InterruptedException {
    said.accept("The backup that was due at " + due + " begins");
    String[] id = {""};
    try {
      open.with(
          Backup.Kind.TAKE.id(),
          workflow -> {
            Run run =
                engine.start(
                    workflow,
                    workflow.plan(""),
                    Start.of("due at " + due + (attempt == 1 ? "" : ", try " + attempt), ""),
                    progress -> {
                      id[0] = progress.id();
                      rows.begun(due, attempt, progress.id());
                    });
            id[0] = run.id();
          });
    } catch (InterruptedException e) {
      throw e; // the run is paused: whoever looks next goes on
    } catch (ProblemException e) {
      failed(due, attempt, e.problem().line());
      return;
    } catch (Exception e) {
      log.error("The backup of {} has met an error of the desk", environment.name(), e);
      failed(due, attempt, "an error of the desk itself: " + e);
      return;
    }
    if (settle(due, attempt, journal.run(id[0], clock.instant()).orElse(null))) {
      prune();
    }
  }

  /** Returns whether there is a backup. */
  private boolean settle(Instant due, int attempt, @Nullable Run run) {
    if (run != null && run.isVerified()) {
      rows.settle(due, attempt, Due.State.DONE, null, "");
      said.accept("The backup that was due at " + due + " is there: run " + run.id());
      return true;
    }
    if (run != null && isLeft(run)) {
      abandon(run, "it is tried again at its time");
    }
    failed(
        due,
        attempt,
        run == null ? "its run is not in the journal" : "run " + run.id() + ": " + run.why());
    return false;
  }

  private void failed(Instant due, int attempt, String why) {
    Instant again = clock.instant().plus(backOff(attempt));
    rows.settle(due, attempt, Due.State.FAILED, again, why);
    said.accept(
        "The backup that was due at %s was not taken: %s. Tried again at %s"
            .formatted(due, why, again));
  }

  /** 5 min, 10, 20, 40, 80, and then every two hours until the next is due. */
  static Duration backOff(int attempt) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(attempt - 1, 10));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /** What is kept no longer goes, once there is a newer one. Its trouble is no backup's trouble. */
  private void prune() throws InterruptedException {
    try {
      open.with(
          Prune.ID,
          workflow -> {
            if (((Prune) workflow).isNeeded()) {
              Run run =
                  engine.start(
                      workflow,
                      workflow.plan(""),
                      Start.of("kept as long as the profile says", ""),
                      progress -> {});
              said.accept(run.plan().title() + ": " + run.state().words());
              if (isLeft(run)) {
                abandon(run, "the next one goes on");
              }
            }
          });
    } catch (InterruptedException e) {
      throw e;
    } catch (ProblemException e) {
      said.accept(e.problem().line());
    } catch (Exception e) {
      log.error("Removing backups of {} has met an error of the desk", environment.name(), e);
    }
  }

  /** Looks no more; a run that is under way here is paused. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      running = looking;
    }
    if (running != null) {
      running.interrupt();
    }
  }
}
