package tech.atoms.opsdesk.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
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
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Reason;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.provider.vercel.VercelTraffic;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.rollback.Rollback;

/**
 * What changes a watched environment. A run that was begun goes on after this is closed: it has
 * clients of its own.
 */
final class Changing implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private final Environment environment;
  private final SecretResolver secrets;
  private final Store store;
  private final InstantSource clock;
  private final @Nullable VercelTraffic platform;

  /** Opens nothing yet. */
  Changing(Environment environment, SecretResolver secrets, Store store, InstantSource clock) {
    this.environment = environment;
    this.secrets = secrets;
    this.store = store;
    this.clock = clock;
    PlatformSettings settings = environment.platform();
    platform = settings == null ? null : new VercelTraffic(settings, secrets, DEADLINE);
  }

  /** Lists deployments for the window; null where the profile names no platform. */
  @Nullable VercelTraffic platform() {
    return platform;
  }

  /** The runs of the environment, for a window. */
  Runs runs(Audit audit, FxJobs jobs) {
    Me me = Me.of(environment, System.getProperty("user.name", ""));
    Journal journal = new Journal(store);
    Engine engine =
        new Engine(environment, journal, audit, me, ThisMachine.name(), clock, Pause.REAL);
    return new Runs(environment, me, engine, journal, new Opener(), jobs, jobs, clock);
  }

  /** What a window's frame offers of them. */
  static RunOperations operations(Runs runs, Monitor monitor) {
    return new RunOperations(runs, () -> reason(monitor.snapshot()));
  }

  /** What the state of the environment suggests as a reason; empty while nothing is wrong. */
  private static String reason(Snapshot snapshot) {
    List<Reason> reasons = snapshot.reasons();
    return reasons.isEmpty()
        ? ""
        : snapshot.state().word()
            + ": "
            + reasons.stream().map(Reason::text).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    if (platform != null) {
      platform.close();
    }
  }

  private final class Opener implements Workflows {
    @Override
    public <T> T with(String workflow, Work<T> work) throws Exception {
      Rollback.Kind kind =
          Arrays.stream(Rollback.Kind.values())
              .filter(one -> one.id().equals(workflow))
              .findFirst()
              .orElseThrow(() -> new ProblemException(unknown(workflow)));
      try (ServerClient server =
              new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
          Rollback rollback = new Rollback(kind, environment, secrets, server)) {
        return work.with(rollback);
      }
    }

    private Problem unknown(String workflow) {
      return new Problem(
          "This desk does not know the workflow",
          workflow,
          "it was started by another version of the desk",
          "Use that version");
    }
  }
}
