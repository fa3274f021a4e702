package tech.atoms.opsdesk.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.run.Workflows;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Reason;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.UnderWay;
import tech.atoms.opsdesk.workflow.deploy.Evidence;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;
import tech.atoms.opsdesk.workflow.warm.Pinger;

/**
 * What changes a watched environment. A run that was begun goes on after this is closed: it has
 * clients of its own.
 */
final class Changing implements AutoCloseable {
  private static final int REASONS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private final Environment environment;
  private final SecretResolver secrets;
  private final Store store;
  private final Supplier<Readiness> readiness;
  private final UnderWay runs;
  private final InstantSource clock;
  private final Pinger pinger;
  private final @Nullable Vercel platform;
  private final @Nullable Supabase supabase;

  /**
   * Opens nothing yet.
   *
   * @param readiness its checklist; throws an {@link IllegalStateException} once it is closed
   * @param runs knows what is carried out in this process
   */
  Changing(
      Environment environment,
      SecretResolver secrets,
      Store store,
      Supplier<Readiness> readiness,
      UnderWay runs,
      InstantSource clock) {
    this.runs = runs;
    this.readiness = readiness;
    this.environment = environment;
    this.secrets = secrets;
    this.store = store;
    this.clock = clock;
    PlatformSettings settings = environment.platform();
    pinger = new Pinger(environment, secrets, store, ThisMachine.name(), clock);
    platform = settings == null ? null : new Vercel(settings, secrets, DEADLINE, DEADLINE);
    SupabaseSettings ofDatabase = environment.supabase();
    supabase =
        ofDatabase == null ? null : new Supabase(ofDatabase, secrets, DEADLINE, Duration.ZERO);
  }

  /** Lists deployments for the window; null where the profile names no platform. */
  @Nullable VercelTraffic platform() {
    return platform == null ? null : platform.traffic();
  }

  /** The backups of the environment; null where the profile does not say how it is backed up. */
  @Nullable Catalogue backups() {
    return environment.backup() == null ? null : new Catalogue(environment, secrets);
  }

  /** Reads what the database's own platform keeps; null where the profile names none. */
  @Nullable Callable<PlatformBackups> recovery() {
    Supabase there = supabase;
    return there == null ? null : there::backups;
  }

  /** From now on this desk keeps the server warm where it is to be, or another one does. */
  void begin() {
    pinger.start();
  }

  /** Whether the server is kept warm, for a window. */
  KeepWarm keepWarm(Audit audit) {
    Me me = Me.of(environment, System.getProperty("user.name", ""));
    return new KeepWarm(environment, store, audit, me, clock);
  }

  /** The runs of the environment, for a window. */
  Runs runs(Audit audit, FxJobs jobs) {
    Me me = Me.of(environment, System.getProperty("user.name", ""));
    Journal journal = new Journal(store, environment.notices());
    Guards guards = new Guards(store);
    Engine engine =
        new Engine(
            environment, journal, guards, audit, me, ThisMachine.name(), clock, Pause.REAL, runs);
    AtGate atGate = new AtGate(environment, journal, guards, audit, me, clock);
    return new Runs(
        environment, me, engine, atGate, guards, journal, new Opener(), jobs, jobs, clock);
  }

  /** What a window's frame offers of them. */
  static RunOperations operations(Runs runs, Monitor monitor) {
    return new RunOperations(runs, () -> reason(monitor.snapshot()));
  }

  /** What the state of the environment suggests as a reason, in few words; empty while well. */
  private static String reason(Snapshot snapshot) {
    List<Reason> reasons = snapshot.reasons();
    return reasons.isEmpty()
        ? ""
        : snapshot.state().word()
            + ": "
            + Few.of(reasons.stream().map(Reason::text).toList(), REASONS);
  }

  @Override
  public void close() {
    pinger.close();
    if (platform != null) {
      platform.close();
    }
    if (supabase != null) {
      supabase.close();
    }
  }

  private final class Opener implements Workflows {
    private Readiness checklist() {
      try {
        return readiness.get();
      } catch (IllegalStateException closed) {
        throw new ProblemException(
            new Problem(
                "The checklist is not known",
                environment.name(),
                "this desk does not watch the environment any more",
                "Open the environment and resume the run, or go on at another desk"),
            closed);
      }
    }

    @Override
    public <T> T with(String workflow, Work<T> work) throws Exception {
      // The run goes on when the environment is not watched any more: nothing is shared with it.
      try (var opened =
          new tech.atoms.opsdesk.workflow.catalogue.Workflows(
              environment,
              secrets,
              null,
              new Evidence(this::checklist, new Guards(store), store),
              clock)) {
        return work.with(opened.of(workflow));
      }
    }
  }
}
