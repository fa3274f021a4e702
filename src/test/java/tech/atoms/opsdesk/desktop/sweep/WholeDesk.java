package tech.atoms.opsdesk.desktop.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.Fixture;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.ChosenFile;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.PlatformWorld;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.audit.AuditScreen;
import tech.atoms.opsdesk.desktop.backups.BackupsScreen;
import tech.atoms.opsdesk.desktop.deployments.DeploymentsScreen;
import tech.atoms.opsdesk.desktop.fault.FaultsScreen;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunActions;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunView;
import tech.atoms.opsdesk.desktop.metrics.MetricsScreen;
import tech.atoms.opsdesk.desktop.overview.OverviewScreen;
import tech.atoms.opsdesk.desktop.readiness.ReadinessScreen;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.sessions.SessionsScreen;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.NewEnvironment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.http.Prompt;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;

/** The whole desk in a window: every screen with data, on a server and a database of the test. */
final class WholeDesk implements AutoCloseable {
  private static final String FAULT =
      "{\"faults\":[{\"name\":\"slow-responses\",\"active\":true,\"value\":2000,\"until\":null,"
          + "\"valueMeaning\":\"delay in ms\"}]}";

  private final MockWebServer sandbox = Prompt.server();
  private final FxJobs jobs = new FxJobs(InstantSource.system());
  private final FedMonitor monitor =
      new FedMonitor(
          Worlds.environment(EnvironmentKind.PRODUCTION),
          Worlds.degraded(Worlds.NOW),
          new FedMonitor.FixedHistory(Worlds.history(Worlds.NOW)));
  private final PlatformWorld platform = new PlatformWorld();
  private final Fixture fixture;
  private final Assured assured;
  private final Catalogue backups;
  private @Nullable MonitoredDatabase database;
  private @Nullable Shell shell;

  /**
   * Fills the database once; nothing is shown yet.
   *
   * @param fixture the database whose sessions are shown
   * @param assured the checklist and the audit trail that are shown
   * @param backups that are shown, see {@link #backUp}
   */
  WholeDesk(Fixture fixture, Assured assured, Catalogue backups) throws IOException {
    this.backups = backups;
    this.fixture = fixture;
    this.assured = assured;
    sandbox.start();
  }

  /** Twenty users with ten sessions each. */
  static void rows(Fixture fixture) {
    fixture.execute(
        """
        insert into atoms_users(email) select 'user' || i || '@x.org' from generate_series(1, 20) i;
        insert into atoms_sessions(user_id, token_hash, expires_at, metadata)
          select u.id, 'hash', now() + i * interval '2 h', '{"client": "Cursor"}'
          from atoms_users u, generate_series(1, 10) i;
        """);
  }

  /** One backup of each state, the newest of an hour ago. */
  static void backUp(Catalogue backups) throws IOException {
    Shelf.put(backups, Worlds.NOW.minus(Duration.ofHours(1)), Stored.State.VERIFIED);
    Shelf.put(backups, Worlds.NOW.minus(Duration.ofDays(2)), Stored.State.TAKEN);
    Shelf.put(backups, Worlds.NOW.minus(Duration.ofDays(40)), Stored.State.FAILED);
  }

  FedMonitor monitor() {
    return monitor;
  }

  FxJobs jobs() {
    return jobs;
  }

  @Override
  public void close() {
    Shell shown = shell;
    if (shown != null) {
      FxTest.run(shown::close);
    }
    FxTest.hideAll();
    jobs.close();
    sandbox.close();
    platform.close();
    MonitoredDatabase opened = database;
    if (opened != null) {
      opened.close();
    }
  }

  /** The window with the shell and its screens, drawn. */
  Stage show(Theme theme, int width, int height) {
    for (int i = 0; i < 40; i++) {
      sandbox.enqueue(new MockResponse.Builder().body(FAULT).build());
    }
    MonitoredDatabase opened = fixture.open(fixture.monitor);
    database = opened;
    PlatformSettings settings =
        new PlatformSettings(
            sandbox.url("/").uri(), "atoms", null, new SecretRef(SecretRef.Scheme.ENV, "TOKEN"));
    FaultClient faults = new FaultClient(settings, ref -> new Secret("platform-token"));
    InstantSource clock = () -> Worlds.NOW;
    Runs runs = platform.runs(jobs, List.of("operations"));
    RunOperations operations = new RunOperations(runs, () -> "");
    Environment staging = Worlds.environment(EnvironmentKind.STAGING);
    Shell made =
        FxTest.call(
            () ->
                new Shell(
                    jobs,
                    jobs,
                    clock,
                    ZoneOffset.UTC,
                    theme,
                    new Shell.ShellActions() {
                      @Override
                      public void themeChanged(Theme changed) {}

                      @Override
                      public List<Environment> environments() {
                        return List.of(monitor.environment(), staging);
                      }

                      @Override
                      public void switchTo(Environment environment) {}
                    }));
    shell = made;
    Stage stage = FxTest.show(made.root(), width, height, theme);
    FxTest.run(
        () -> {
          made.attach(stage.getScene());
          made.show(
              new OpenedEnvironment(
                  monitor.environment(),
                  monitor,
                  List.of(
                      entry("overview", () -> new OverviewScreen(monitor, jobs, jobs, clock)),
                      entry("metrics", () -> new MetricsScreen(monitor, jobs, clock, n -> null)),
                      entry(
                          "sessions",
                          () ->
                              new SessionsScreen(
                                  opened, operations, jobs, jobs, InstantSource.system())),
                      entry("deployments", () -> deployments(operations, runs)),
                      entry("backups", () -> new BackupsScreen(backups, runs, operations, clock)),
                      entry(
                          "readiness",
                          () ->
                              new ReadinessScreen(
                                  assured.readiness(),
                                  assured.reports(),
                                  jobs,
                                  jobs,
                                  clock,
                                  new ChosenFile())),
                      entry(
                          "audit",
                          () ->
                              new AuditScreen(
                                  assured.audit(),
                                  assured.environment().name(),
                                  jobs,
                                  jobs,
                                  clock,
                                  new ChosenFile())),
                      entry("faults", () -> new FaultsScreen(faults, jobs, jobs, Instant::now))),
                  operations));
        });
    FxTest.pulses();
    return stage;
  }

  /** Opens a screen and waits until its data are there. */
  void open(Stage stage, String name) {
    FxTest.run(() -> Objects.requireNonNull(shell).openScreen(name));
    switch (name) {
      case "sessions" ->
          FxTest.until(
              "rows",
              () ->
                  shown(stage.getScene().getRoot()).stream()
                      .anyMatch(
                          n -> n instanceof Label l && l.getText().startsWith("Showing 100 of")));
      case "audit" ->
          FxTest.until(
              "rows and chain",
              () ->
                  !texts(stage, "Chain intact").isEmpty()
                      && !texts(stage, "Showing 100 rows, more below · newest first").isEmpty());
      case "readiness" ->
          FxTest.until("what is recorded", () -> !texts(stage, "1 active, 0 expired").isEmpty());
      case "deployments" ->
          FxTest.until("deployments", () -> !texts(stage, "Deployments · 7").isEmpty());
      case "backups" -> FxTest.until("backups", () -> !texts(stage, "All 3").isEmpty());
      case "faults" -> FxTest.until("faults", () -> !texts(stage, "1 of 1 active").isEmpty());
      default -> FxTest.until("read", () -> jobs.underWay() == 0);
    }
    FxTest.pulses();
  }

  private DeploymentsScreen deployments(RunOperations operations, Runs runs) {
    return new DeploymentsScreen(
        platform.traffic(),
        runs,
        operations,
        platform.keepWarm(List.of("operator")),
        monitor,
        new ChosenFile(),
        InstantSource.system());
  }

  /** The first-run screen in the place of all others. */
  void firstRun(Stage stage) {
    FirstRunView view =
        FxTest.call(() -> new FirstRunView(Path.of("profile.yaml"), new Nothing(), jobs));
    FxTest.run(
        () -> {
          Objects.requireNonNull(shell).showInstead(view.root());
          view.showTrouble(
              new Problem("Malformed", "profile.yaml", "why", "Correct it"), List.of());
        });
    FxTest.until("first run", () -> !texts(stage, "Open the sandbox").isEmpty());
  }

  /** What is visible below a node, in the order of the tree. */
  static List<Node> shown(Parent root) {
    List<Node> found = new ArrayList<>();
    for (Node child : root.getChildrenUnmodifiable()) {
      if (child.isVisible()) {
        found.add(child);
        if (child instanceof Parent parent) {
          found.addAll(shown(parent));
        }
      }
    }
    return found;
  }

  /** The visible labels and buttons with exactly these words. */
  static List<Node> texts(Stage stage, String text) {
    return shown(stage.getScene().getRoot()).stream()
        .filter(n -> n instanceof Labeled labeled && text.equals(labeled.getText()))
        .toList();
  }

  private static ScreenEntry entry(String name, Supplier<? extends Screen> factory) {
    String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return new ScreenEntry(name, title, "mdi2c-chart-line", "Monitor", "Ctrl 1", factory);
  }

  /** A first run that nobody operates. */
  private static final class Nothing implements FirstRunActions {
    @Override
    public Path startSandbox(Consumer<String> progress) {
      return Path.of("sandbox.yaml");
    }

    @Override
    public List<TestLine> test(NewEnvironment tried) {
      return List.of();
    }

    @Override
    public Path write(NewEnvironment written) {
      return Path.of("profile.yaml");
    }

    @Override
    public void open(Path profile) {}
  }
}
