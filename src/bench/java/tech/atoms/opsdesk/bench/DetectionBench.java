package tech.atoms.opsdesk.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.overview.OverviewScreen;
import tech.atoms.opsdesk.desktop.screenshot.Screenshots;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.metric.history.MemoryHistory;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Monitors;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

/**
 * From injecting the fault {@code server-stopped} into a running sandbox to a red banner on the
 * overview, laid out by the real toolkit without a display. Arguments: the sandbox's profile,
 * rounds (9).
 */
public final class DetectionBench {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String FAULT = "server-stopped";

  private DetectionBench() {}

  /**
   * Runs it.
   *
   * @param args profile, rounds
   */
  public static void main(String[] args) throws Exception {
    Path profile = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
    Environment environment = Profiles.load(profile).environments().getFirst();
    PlatformSettings platform = environment.platform();
    if (platform == null) {
      throw new IllegalArgumentException("the profile is not a sandbox's");
    }
    Secrets secrets = Secrets.of(profile);
    InstantSource clock = InstantSource.system();
    Screenshots.startToolkit();
    List<Double> seconds = new ArrayList<>();
    try (FxJobs jobs = new FxJobs(clock);
        FaultClient faults = new FaultClient(platform, secrets);
        MonitoredDatabase database = MonitoredDatabase.of(environment, secrets, clock);
        Monitor monitor =
            Monitors.start(environment, secrets, database, new MemoryHistory(clock), null, clock)) {
      Scene scene = show(new Screenshots(jobs, clock, Theme.DARK, 1440, 900), monitor, jobs, clock);
      for (int i = 0; i < rounds; i++) {
        await(jobs, scene, ".banner-good");
        long phase = environment.samplingInterval().toMillis();
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(phase));
        long begin = System.nanoTime();
        faults.set(FAULT, null, null);
        seconds.add((await(jobs, scene, ".banner-bad") - begin) / 1e9);
        faults.clear(FAULT);
      }
    } finally {
      Screenshots.stopToolkit();
    }
    seconds.sort(null);
    double interval = environment.samplingInterval().toMillis() / 1000.0;
    System.out.printf(
        Locale.ENGLISH,
        "%d rounds, interval %.1f s: median %.2f s, longest %.2f s, wanted at most %.1f s%n",
        rounds,
        interval,
        seconds.get(rounds / 2),
        seconds.getLast(),
        interval + 1);
  }

  private static Scene show(Screenshots toolkit, Monitor monitor, FxJobs jobs, InstantSource clock)
      throws Exception {
    return toolkit.onFx(
        () -> {
          Application.setUserAgentStylesheet(Theme.DARK.userAgentStylesheet());
          OverviewScreen screen = new OverviewScreen(monitor, jobs, jobs, clock);
          Stage stage = new Stage();
          Scene scene = new Scene((Parent) screen.root(), 1237, 800);
          scene.getStylesheets().setAll(Theme.DARK.stylesheets());
          stage.setScene(scene);
          stage.show();
          screen.shown();
          return scene;
        });
  }

  /** Waits until a node is there after a layout; returns when, in {@link System#nanoTime}. */
  private static long await(FxJobs jobs, Scene scene, String selector) throws Exception {
    CompletableFuture<Long> seen = new CompletableFuture<>();
    Runnable look =
        () -> {
          if (!seen.isDone() && scene.getRoot().lookup(selector) != null) {
            seen.complete(System.nanoTime());
          }
        };
    jobs.onFx(
        () -> {
          scene.addPostLayoutPulseListener(look);
          look.run();
        });
    long at = seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    jobs.onFx(() -> scene.removePostLayoutPulseListener(look));
    return at;
  }
}
