package tech.atoms.opsdesk.sandbox.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.checkout.Source;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/**
 * Builds deployments: two at once, each for a while, each saying what it does. What is built is
 * started beside production. Safe on any thread.
 */
final class Builds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Builds.class);
  private static final int AT_ONCE = 2;

  /** So many run beside production, the newest; each has connections to the database. */
  private static final int RUNNING = 3;

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final double QUEUED = 0.1;
  private static final double INSTALL = 0.6;

  private final PlatformState state;
  private final Servers servers;
  private final Traffic traffic;
  private final Faults faults;
  private final InstantSource clock;
  private final Duration usual;
  private final Path directory;
  private final Semaphore slots = new Semaphore(AT_ONCE, true);
  private final Map<String, BuildLog> logs = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> cancelled = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Prepares builds.
   *
   * @param usual how long a build takes
   */
  Builds(
      PlatformState state,
      Servers servers,
      Traffic traffic,
      Faults faults,
      InstantSource clock,
      Duration usual) {
    this.state = state;
    this.servers = servers;
    this.traffic = traffic;
    this.faults = faults;
    this.clock = clock;
    this.usual = usual;
    this.directory = state.beside("builds");
  }

  private static final class Cancelled extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why);
    }
  }

  BuildLog log(String id) {
    return logs.computeIfAbsent(id, any -> new BuildLog(directory.resolve(id + ".jsonl")));
  }

  /** Builds a deployment that has just been added. */
  void begin(Deployment deployment) {
    String id = deployment.id();
    cancelled.put(id, new CountDownLatch(1));
    log(id).state(clock.instant(), "QUEUED");
    threads.execute(() -> carryOut(id));
  }

  /** Takes up what an earlier run of the sandbox left: builds have failed, servers run again. */
  void recover() {
    for (Deployment d : state.deployments()) {
      if (d.underWay()) {
        end(d.id(), "ERROR", "The machine that built it was lost");
      }
    }
    threads.execute(
        () -> {
          for (Deployment d : running()) {
            stage(d);
          }
        });
  }

  /**
   * Stops a build.
   *
   * @return whether there was one
   */
  boolean cancel(String id) {
    CountDownLatch latch = cancelled.remove(id);
    if (latch == null) {
      return false;
    }
    Deployment after =
        state.change(id, d -> d.underWay() ? d.ended("CANCELED", null, null, d.made()) : d);
    latch.countDown();
    boolean stopped = after.state().equals("CANCELED");
    if (stopped) {
      log(id).say(clock.instant(), "stderr", "The build was canceled");
      log(id).state(clock.instant(), "CANCELED");
    }
    return stopped;
  }

  private void carryOut(String id) {
    boolean holds = false;
    try {
      Duration time =
          faults.active(Fault.BUILD_SLOW)
              ? Duration.ofMillis(Math.round(faults.value(Fault.BUILD_SLOW) * 1000))
              : usual;
      pause(id, time, QUEUED);
      while (!slots.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        pause(id, Duration.ZERO, 1);
      }
      holds = true;
      build(id, time);
    } catch (Cancelled e) {
      log.debug("The build of {} was canceled", id);
    } catch (Failed e) {
      end(id, "ERROR", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // recover() tells of it at the next start
    } catch (Exception e) {
      log.warn("The build of {} failed", id, e);
      end(id, "ERROR", "An unexpected error happened when running this build");
    } finally {
      if (holds) {
        slots.release();
      }
    }
  }

  private void build(String id, Duration time) throws Exception {
    Deployment d = state.change(id, was -> was.underWay() ? was.building(clock.instant()) : was);
    pause(id, Duration.ZERO, 1);
    BuildLog said = log(id);
    said.state(clock.instant(), "BUILDING");
    say(said, "Running build in Washington, D.C., USA (East) - iad1");
    Made made = d.made();
    String ref = made == null ? null : made.ref();
    say(
        said,
        ref == null
            ? "Reading the files of the deployment"
            : "Cloning github.com/atoms/%s (Branch: %s, Commit: %s)"
                .formatted(PlatformState.PROJECT_NAME, ref, d.commit().substring(0, 7)));
    pause(id, time, 0.1);
    said.say(clock.instant(), "command", "uv sync --frozen");
    while (faults.active(Fault.BUILD_HANGS)) {
      pause(id, LOOK, 1);
    }
    pause(id, time, INSTALL);
    if (faults.active(Fault.BUILD_FAILS)) {
      said.say(clock.instant(), "stderr", "error: Failed to download `cryptography==45.0.7`");
      throw new Failed("Command \"uv sync --frozen\" exited with 1");
    }
    if (d.version().isEmpty()) {
      throw new Failed("No entrypoint: " + Source.FILE + " is missing, or tells no VERSION");
    }
    say(said, "Installed dependencies from uv.lock");
    pause(id, time, 0.1);
    say(said, "Build Completed in /vercel/output");
    say(said, "Deploying outputs...");
    pause(id, time, 0.1);
    finish(d);
  }

  /** Starts it, and lets it be ready; gives it production's traffic where it is to have it. */
  private void finish(Deployment d) throws Exception {
    Made made = d.made();
    int port = servers.stage(d.build(), made == null ? 0 : made.port());
    Deployment after =
        state.change(
            d.id(),
            was ->
                was.underWay()
                    ? was.ended("READY", clock.instant(), null, made == null ? null : made.at(port))
                    : was);
    if (!after.ready()) {
      servers.end(d.id());
      return;
    }
    cancelled.remove(d.id());
    if (d.target() != null && made != null && made.domains()) {
      traffic.takeOver(after);
    }
    endOld();
    say(log(d.id()), "Deployment completed");
    log(d.id()).state(clock.instant(), "READY");
  }

  private void end(String id, String how, String why) {
    Deployment after =
        state.change(
            id, was -> was.underWay() ? was.ended(how, clock.instant(), why, was.made()) : was);
    cancelled.remove(id);
    if (after.state().equals(how)) {
      log(id).say(clock.instant(), "stderr", "Error: " + why);
      log(id).state(clock.instant(), how);
    }
  }

  private List<Deployment> running() {
    return state.deployments().stream()
        .filter(d -> d.ready() && d.made() != null)
        .limit(RUNNING)
        .toList();
  }

  private void stage(Deployment d) {
    Made made = d.made();
    try {
      int port = servers.stage(d.build(), made == null ? 0 : made.port());
      state.change(d.id(), was -> was.made() == null ? was : was.made(was.made().at(port)));
    } catch (Exception e) {
      log.warn("{} does not run beside production", d.id(), e);
    }
  }

  private void endOld() {
    List<String> run = running().stream().map(Deployment::id).toList();
    for (Deployment d : state.deployments()) {
      Made made = d.made();
      if (d.ready() && made != null && made.port() != 0 && !run.contains(d.id())) {
        servers.end(d.id());
        state.change(d.id(), was -> was.made(made.at(0)));
      }
    }
  }

  private void say(BuildLog said, String text) {
    said.say(clock.instant(), "stdout", text);
  }

  private void pause(String id, Duration time, double share)
      throws Cancelled, InterruptedException {
    CountDownLatch latch = cancelled.get(id);
    long millis = Math.round(time.toMillis() * share);
    if (latch == null || latch.await(millis, TimeUnit.MILLISECONDS)) {
      throw new Cancelled();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
