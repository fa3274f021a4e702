package tech.atoms.opsdesk.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.cli.NoWindow;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.control.Fonts;
import tech.atoms.opsdesk.desktop.control.Panel;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunView;
import tech.atoms.opsdesk.desktop.shell.FirstPaint;
import tech.atoms.opsdesk.desktop.shell.Placement;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Mistake;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.ProfileException;
import tech.atoms.opsdesk.environment.Profiles;

/**
 * The window's process. The shell is painted first; the profile, the clients and the screens are
 * loaded afterwards, in the background.
 */
public final class DesktopMain extends Application {
  private static final Logger log = LoggerFactory.getLogger(DesktopMain.class);

  /** What is not closed by then ends with the process; a store left behind is taken over. */
  private static final Duration CLOSING = Duration.ofSeconds(20);

  /** What is ready so soon after the shell is shown with it. */
  private static final Duration SOON = Duration.ofMillis(400);

  private final InstantSource clock = InstantSource.system();
  private final FxJobs jobs = new FxJobs(clock);
  private final Choices choices = Choices.in(Directories.data());
  private final SandboxChild sandbox = new SandboxChild();
  private @Nullable Desk desk;
  private @Nullable Shell shell;

  /** What the person chose last; only that is shown once it is watched. */
  private volatile @Nullable Environment wanted;

  /**
   * Opens the window and returns when it is closed.
   *
   * @param profile the profile's file
   * @param environment name of the environment to watch; null: the last one, or the profile's first
   * @throws NoWindow where there is no display
   */
  public static void open(Path profile, @Nullable String environment) {
    Display.require();
    Display.renderWithoutGraphicsCard();
    try {
      launch(
          DesktopMain.class,
          environment == null
              ? new String[] {profile.toString()}
              : new String[] {profile.toString(), environment});
    } catch (UnsupportedOperationException e) {
      throw new NoWindow(Display.refused(String.valueOf(e.getMessage())), e);
    }
  }

  @Override
  public void start(Stage stage) {
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    Rectangle2D at = Placement.first(screen, 0, 0);
    // Without a size of its own a scene goes back to what its content would like best.
    Scene scene =
        new Scene(new FirstPaint(choices.theme(), choices.kind()), at.getWidth(), at.getHeight());
    stage.setTitle("Atoms Ops Desk");
    stage.setScene(scene);
    stage.setMinWidth(Placement.leastWidth(screen));
    stage.setMinHeight(Placement.leastHeight(screen));
    stage.setOnCloseRequest(event -> leave());
    place(stage, at);
    stage.show();
    Frames.after(
        2,
        () -> {
          Marks.reached("shell-painted", clock);
          // The frame's size is known once the window manager has put it around the window.
          place(
              stage,
              Placement.first(
                  screen,
                  stage.getWidth() - scene.getWidth(),
                  stage.getHeight() - scene.getHeight()));
          Path profile = Path.of(getParameters().getRaw().getFirst());
          // Both at once: what is read does not need the shell, and the shell takes its time.
          CompletableFuture<Runnable> opening = new CompletableFuture<>();
          jobs.run(
              "Open the profile",
              () -> open(profile),
              opened -> opening.complete(() -> enter(profile, opened)),
              problem -> opening.complete(() -> show(problem)));
          loadShell(stage, scene, opening);
        });
  }

  private static void place(Stage stage, Rectangle2D at) {
    stage.setX(at.getMinX());
    stage.setY(at.getMinY());
    stage.setWidth(at.getWidth());
    stage.setHeight(at.getHeight());
  }

  /**
   * Puts the shell in the place of the first picture, once the fonts are there and, where that is
   * soon, the profile: the shell is then laid out once, with what it shows.
   */
  private void loadShell(Stage stage, Scene scene, CompletableFuture<Runnable> opening) {
    jobs.run(
        "Load the fonts",
        () -> {
          Fonts.load();
          return true;
        },
        loaded -> {
          // Before the first control is made: that would load JavaFX's own theme for nothing.
          Application.setUserAgentStylesheet(choices.theme().userAgentStylesheet());
          Shell built =
              new Shell(jobs, jobs, clock, ZoneId.systemDefault(), choices.theme(), new Actions());
          var _ =
              opening
                  .copy()
                  .completeOnTimeout(() -> {}, SOON.toMillis(), TimeUnit.MILLISECONDS)
                  .thenRun(() -> jobs.onFx(() -> enter(stage, scene, built, opening)));
        },
        problem -> log.error("The fonts were not loaded: {}", problem.why()));
  }

  private void enter(Stage stage, Scene scene, Shell built, CompletableFuture<Runnable> opening) {
    shell = built;
    built.attach(scene);
    scene.setRoot(built.root());
    stage.titleProperty().bind(built.title());
    if (!opening.isDone()) {
      Desk read = desk;
      if (read == null) {
        built.showWaiting("Opening the profile …");
      } else {
        built.connecting(wanted(read));
      }
    }
    var _ = opening.thenAccept(Runnable::run);
  }

  @Override
  public void stop() {
    Desk open = desk;
    if (open != null) {
      Thread closing = Thread.ofPlatform().daemon().name("desk-close").start(open::close);
      try {
        closing.join(CLOSING.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    jobs.close();
    sandbox.close();
  }

  /** Hides every window before the toolkit ends: with one open it would take the process down. */
  private void leave() {
    Shell open = shell;
    if (open != null) {
      open.close();
    }
    List.copyOf(Window.getWindows()).reversed().forEach(Window::hide);
    Platform.exit();
  }

  private void openProfile(Path file) {
    jobs.run("Open the profile", () -> open(file), opened -> enter(file, opened), this::show);
  }

  /** Reads a profile and begins to watch the environment that is wanted of it. Blocks. */
  private Opened open(Path file) {
    if (!Files.exists(file)) {
      return new Opened(null, null, null, List.of());
    }
    Desk opened;
    try {
      opened = new Desk(Profiles.load(file), Directories.data(), clock);
      jobs.onFx(() -> announce(opened));
    } catch (ProfileException e) {
      List<String> mistakes = e.mistakes().stream().map(Mistake::text).toList();
      return new Opened(null, null, e.problem(), mistakes);
    } catch (ProblemException e) {
      return new Opened(null, null, e.problem(), List.of());
    }
    return new Opened(opened, opened.watch(first(opened.profile())), null, List.of());
  }

  /** The profile is read: its environments can be chosen from while the first one is connected. */
  private void announce(Desk opened) {
    if (desk == null) {
      desk = opened;
      Environment first = wanted(opened);
      Shell here = shell;
      if (here != null) {
        here.connecting(first);
      }
    }
  }

  private Environment wanted(Desk opened) {
    Environment chosen = wanted;
    if (chosen == null) {
      chosen = first(opened.profile());
      wanted = chosen;
    }
    return chosen;
  }

  private void enter(Path file, Opened opened) {
    desk = opened.desk();
    Watched watched = opened.watched();
    if (watched == null) {
      firstRun(file, opened);
    } else {
      show(watched);
    }
  }

  /** Without a usable profile: the choice between sandbox and server, and what is wrong. */
  private void firstRun(Path file, Opened opened) {
    Shell here = shell;
    if (here == null) {
      return;
    }
    FirstRun work = new FirstRun(file, clock, sandbox, this::openProfile);
    FirstRunView view = new FirstRunView(file, work, jobs);
    here.showInstead(view.root());
    Problem problem = opened.problem();
    if (problem != null) {
      view.showTrouble(problem, opened.mistakes());
    }
  }

  /** What opening a profile gave: a desk and what it watches, or what is wrong, or nothing. */
  private record Opened(
      @Nullable Desk desk,
      @Nullable Watched watched,
      @Nullable Problem problem,
      List<String> mistakes) {}

  private Environment first(Profile profile) {
    List<String> raw = getParameters().getRaw();
    String name = raw.size() > 1 ? raw.get(1) : choices.environment(profile.file());
    return profile.environments().stream()
        .filter(environment -> environment.name().equals(name))
        .findFirst()
        .orElse(profile.environments().getFirst());
  }

  private void watch(Environment environment) {
    Desk open = desk;
    Shell here = shell;
    if (open != null && here != null) {
      wanted = environment;
      here.connecting(environment);
      jobs.run(
          "Watch " + environment.name(), () -> open.watch(environment), this::show, this::show);
    }
  }

  private void show(Watched watched) {
    Desk open = desk;
    Shell here = shell;
    if (open != null && here != null && watched.environment().equals(wanted)) {
      choices.remember(open.profile().file(), watched.environment());
      here.show(Screens.of(watched, jobs, clock, new SystemDialogs(getHostServices())));
      FirstValues.await(
          watched.monitor(),
          () -> jobs.onFx(() -> Frames.after(2, () -> Marks.reached("overview-live", clock))),
          () -> jobs.onFx(() -> Frames.after(2, () -> begin(open, watched))));
    }
  }

  /** What is kept, the checklist, and the server warm: after what a person waits for. */
  private void begin(Desk open, Watched watched) {
    open.wantStore();
    watched.changing().begin();
    jobs.run(
        "Begin the checklist",
        () -> {
          watched.assurance().want();
          return true;
        },
        begun -> {},
        problem -> log.warn("No checklist yet: {}", problem.line()));
  }

  private void show(Problem problem) {
    Shell here = shell;
    if (here != null) {
      here.showInstead(Panel.of(problem));
    }
  }

  /** What the shell asks for. */
  private final class Actions implements Shell.ShellActions {
    @Override
    public void themeChanged(Theme theme) {
      choices.remember(theme);
    }

    @Override
    public List<Environment> environments() {
      Desk open = desk;
      return open == null ? List.of() : open.profile().environments();
    }

    @Override
    public void switchTo(Environment environment) {
      watch(environment);
    }
  }
}
