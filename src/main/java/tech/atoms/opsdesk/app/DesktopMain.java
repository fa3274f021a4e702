package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Fonts;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.Profiles;

/**
 * The window's process. The shell is painted first; the profile, the clients and the screens are
 * loaded afterwards, in the background.
 */
public final class DesktopMain extends Application {
  private static final double LEAST_WIDTH = 1280;
  private static final double LEAST_HEIGHT = 800;

  private final InstantSource clock = InstantSource.system();
  private final FxJobs jobs = new FxJobs(clock);
  private final Choices choices = Choices.in(Directories.data());
  private @Nullable Desk desk;
  private @Nullable Shell shell;

  /**
   * Opens the window and returns when it is closed.
   *
   * @param profile the profile's file
   * @param environment name of the environment to watch; null: the last one, or the profile's first
   */
  public static void open(Path profile, @Nullable String environment) {
    launch(
        DesktopMain.class,
        environment == null
            ? new String[] {profile.toString()}
            : new String[] {profile.toString(), environment});
  }

  @Override
  public void start(Stage stage) {
    Fonts.load();
    Theme theme = choices.theme();
    Shell built = new Shell(jobs, jobs, clock, ZoneId.systemDefault(), theme, new Actions());
    shell = built;
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    Scene scene =
        new Scene(
            built.root(), Math.min(1440, screen.getWidth()), Math.min(900, screen.getHeight()));
    built.attach(scene);
    stage.setScene(scene);
    stage.setMinWidth(Math.min(LEAST_WIDTH, screen.getWidth()));
    stage.setMinHeight(Math.min(LEAST_HEIGHT, screen.getHeight()));
    stage.titleProperty().bind(built.title());
    stage.setOnCloseRequest(event -> leave());
    stage.show();
    afterFrames(
        2,
        () -> {
          Marks.reached("shell-painted", clock);
          openProfile();
        });
  }

  @Override
  public void stop() {
    Desk open = desk;
    if (open != null) {
      open.close();
    }
    jobs.close();
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

  private void openProfile() {
    Path file = Path.of(getParameters().getRaw().getFirst());
    jobs.run(
        "Open the profile",
        () -> new Desk(Profiles.load(file), Directories.data(), clock),
        opened -> {
          desk = opened;
          watch(first(opened.profile()));
        },
        this::show);
  }

  private Environment first(Profile profile) {
    List<String> raw = getParameters().getRaw();
    String wanted = raw.size() > 1 ? raw.get(1) : choices.environment(profile.file());
    return profile.environments().stream()
        .filter(environment -> environment.name().equals(wanted))
        .findFirst()
        .orElse(profile.environments().getFirst());
  }

  private void watch(Environment environment) {
    Desk open = desk;
    Shell here = shell;
    if (open == null || here == null) {
      return;
    }
    jobs.run(
        "Watch " + environment.name(),
        () -> open.watch(environment),
        watched -> {
          choices.remember(open.profile().file(), environment.name());
          here.show(Screens.of(watched, jobs, clock));
        },
        this::show);
  }

  private void show(Problem problem) {
    Shell here = shell;
    if (here != null) {
      here.showInstead(Screens.problem(problem));
    }
  }

  private static void afterFrames(int frames, Runnable then) {
    new AnimationTimer() {
      private int left = frames;

      @Override
      public void handle(long now) {
        if (left-- == 0) {
          stop();
          then.run();
        }
      }
    }.start();
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
    public List<String> weaknesses(Environment environment) {
      return environment.weaknesses();
    }

    @Override
    public void switchTo(Environment environment) {
      watch(environment);
    }
  }
}
