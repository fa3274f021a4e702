package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.cli.EnvironmentCommand;
import tech.atoms.opsdesk.cli.ExitCode;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunView;
import tech.atoms.opsdesk.desktop.screenshot.Screenshots;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.history.MemoryHistory;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.workflow.UnderWay;

/** {@code screenshot}: every screen as a picture, with live data, without a display. */
@Command(
    name = "screenshot",
    description = "Renders the screens of an environment without a display, as PNG files.")
public final class ScreenshotCommand extends EnvironmentCommand {
  private static final String FIRST_RUN = "first-run";
  private static final String READINESS = "readiness";
  private static final String DEPLOYMENTS = "deployments";
  private static final String AUDIT = "audit";

  /** What they show is in the store. */
  private static final Set<String> RECORDED = Set.of(DEPLOYMENTS, READINESS, AUDIT);

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration CHECKS = Duration.ofSeconds(30);
  static final List<String> SCREENS =
      List.of(
          "overview",
          "metrics",
          "sessions",
          "sessions-database",
          DEPLOYMENTS,
          "backups",
          READINESS,
          AUDIT,
          "faults",
          "palette",
          "switcher",
          "shortcuts",
          FIRST_RUN);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the pictures go; made where it is missing.")
  private Path out = Path.of(".");

  @Option(
      names = "--theme",
      defaultValue = "dark",
      description = "dark or light (default: ${DEFAULT-VALUE}).")
  private Theme theme = Theme.DARK;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1440x900",
      description = "Size in pixels, from 320x240 to 7680x4320 (default: ${DEFAULT-VALUE}).")
  private String size = "1440x900";

  @Option(
      names = "--screen",
      paramLabel = "NAME",
      description =
          "One screen: overview, metrics, sessions, sessions-database, deployments,"
              + " backups, readiness, audit, faults,"
              + " palette, switcher, shortcuts, first-run (default: all there are).")
  private @Nullable String screen;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Watch for so long before the first picture, so that lines have a course.")
  private int watch;

  @Override
  protected int execute() throws Exception {
    PictureSize wanted = PictureSize.of(size);
    if (screen != null && !SCREENS.contains(screen)) {
      throw new ProblemException(
          new Problem(
              "There is no such screen",
              screen,
              "the desk has others",
              "Choose one of: " + String.join(", ", SCREENS)));
    }
    requireDirectory();
    boolean onlyFirstRun = FIRST_RUN.equals(screen);
    Environment environment = onlyFirstRun ? null : environment();
    InstantSource clock = InstantSource.system();
    Screenshots.startToolkit();
    List<Path> written = new ArrayList<>();
    try (FxJobs jobs = new FxJobs(clock)) {
      Screenshots pictures = new Screenshots(jobs, clock, theme, wanted.width(), wanted.height());
      if (environment != null) {
        written.addAll(screens(environment, pictures, jobs, clock));
      }
      if (screen == null || onlyFirstRun) {
        FirstRun actions = new FirstRun(profileFile(), clock, new SandboxChild(), path -> {});
        Path missing = Files.exists(profileFile()) ? Path.of("profile.yaml") : profileFile();
        FirstRunView view = pictures.onFx(() -> new FirstRunView(missing, actions, jobs));
        written.add(pictures.firstRun(view, new Nothing(List.of()), out));
      }
    } finally {
      Screenshots.stopToolkit();
    }
    return answer(written);
  }

  /** Before anything is drawn that could not be kept. */
  private void requireDirectory() {
    String why = null;
    try {
      Files.createDirectories(out);
      if (!Files.isWritable(out)) {
        why = "you may not write there";
      }
    } catch (FileAlreadyExistsException e) {
      why = "it is a file";
    } catch (IOException e) {
      why = "it cannot be made there";
    }
    if (why != null) {
      throw new ProblemException(
          new Problem(
              "The pictures cannot be kept there",
              out.toAbsolutePath().toString(),
              why,
              "Name another directory with --out"));
    }
  }

  private List<Path> screens(
      Environment environment, Screenshots pictures, FxJobs jobs, InstantSource clock)
      throws Exception {
    MemoryHistory history = new MemoryHistory(clock);
    Path data = Directories.data();
    StoreSettings settings = StoreSettings.of(profile().store(), data, secrets());
    // Only what is recorded needs the store; without it nothing is started for a picture.
    boolean recorded = screen == null || RECORDED.contains(screen);
    try (Store store = Store.open(settings, recorded ? Duration.ZERO : Duration.ofDays(1));
        Watched watched =
            Watched.begin(
                environment,
                secrets(),
                history,
                null,
                new Records(store, data, profileFile()),
                new UnderWay(),
                clock)) {
      boolean complete = awaitReadings(watched.monitor());
      if (!complete) {
        note("Not every source answered within " + DEADLINE.toSeconds() + " s; it shows.");
      }
      if (recorded) {
        awaitChecks(store, watched.assurance().readiness());
      }
      TimeUnit.SECONDS.sleep(watch);
      return pictures.of(
          Screens.of(watched, jobs, clock, new SystemDialogs.Nobody()),
          new Nothing(profile().environments()),
          screen,
          out);
    }
  }

  private void awaitChecks(Store store, Readiness readiness) throws InterruptedException {
    store.awaitOpened(DEADLINE);
    try {
      readiness.recheck(List.of()).get(CHECKS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      note("Not every check has answered; it shows.");
    }
  }

  private int answer(List<Path> written) throws Exception {
    List<String> files = written.stream().map(Path::toString).toList();
    if (wantsJson()) {
      String outcome = files.isEmpty() ? "failed" : "done";
      json(Map.of("at", Instant.now(), "outcome", outcome, "files", files));
    } else {
      files.forEach(this::say);
    }
    if (files.isEmpty()) {
      note("There is no screen " + String.valueOf(screen).toLowerCase(Locale.ROOT) + " here.");
    }
    return files.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
  }

  /** Waits until every source has answered or failed once. */
  private static boolean awaitReadings(Monitor monitor) throws InterruptedException {
    CountDownLatch complete = new CountDownLatch(1);
    try (Monitor.Subscription _ =
        monitor.subscribe(
            snapshot -> {
              if (isComplete(snapshot)) {
                complete.countDown();
              }
            })) {
      return isComplete(monitor.snapshot())
          || complete.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static boolean isComplete(Snapshot snapshot) {
    return !snapshot.sources().isEmpty()
        && snapshot.sources().stream()
            .allMatch(source -> source.lastSuccess() != null || source.problem() != null);
  }

  /** A shell that nobody operates. */
  private record Nothing(List<Environment> environments) implements Shell.ShellActions {
    @Override
    public void themeChanged(Theme changed) {}

    @Override
    public void switchTo(Environment environment) {}
  }
}
