package tech.atoms.opsdesk.desktop.screenshot;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.OpenedEnvironment;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.Fonts;
import tech.atoms.opsdesk.desktop.control.Png;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunView;
import tech.atoms.opsdesk.desktop.shell.Shell;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;

/**
 * Renders screens without a display, at any size: the scene is never shown in a window. Called on
 * one ordinary thread, which waits.
 */
public final class Screenshots {
  private static final long SECONDS = 30;
  private static final long LOOK_MILLIS = 100;
  private static final int QUIET_LOOKS = 15;

  private final FxJobs jobs;
  private final InstantSource clock;
  private final Theme theme;
  private final int width;
  private final int height;

  /**
   * Prepares pictures.
   *
   * @param jobs the bridge to the JavaFX thread
   * @param clock what time it is
   * @param theme dark or light
   * @param width in pixels
   * @param height in pixels
   */
  public Screenshots(FxJobs jobs, InstantSource clock, Theme theme, int width, int height) {
    this.jobs = jobs;
    this.clock = clock;
    this.theme = theme;
    this.width = width;
    this.height = height;
  }

  /** Starts the toolkit without a display. Must come before anything else of it. */
  public static void startToolkit() throws Exception {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    CompletableFuture<Void> started = new CompletableFuture<>();
    Platform.startup(() -> started.complete(null));
    started.get(SECONDS, TimeUnit.SECONDS);
    Platform.setImplicitExit(false);
    Fonts.load();
  }

  /** Ends the toolkit. */
  public static void stopToolkit() {
    Platform.exit();
  }

  /**
   * Renders the screens of an environment, and what lies over them.
   *
   * @param opened the environment, its first readings in
   * @param actions for the switcher and the palette
   * @param wanted the name of one screen; null: all of them
   * @param directory where the pictures go
   * @return the files that were written
   */
  public List<Path> of(
      OpenedEnvironment opened, Shell.ShellActions actions, @Nullable String wanted, Path directory)
      throws Exception {
    Shell shell = onFx(() -> new Shell(jobs, jobs, clock, ZoneOffset.UTC, theme, actions));
    Scene scene =
        onFx(
            () -> {
              Scene made = new Scene(shell.root(), width, height);
              shell.attach(made);
              shell.show(opened);
              return made;
            });
    List<Path> written = new ArrayList<>();
    for (ScreenEntry entry : opened.screens()) {
      if (asked(entry.name(), wanted)) {
        open(shell, entry.name());
        written.add(write(scene, directory, entry.name()));
        if (entry.name().equals("sessions")) {
          onFx(() -> press(scene, KeyCode.TAB, true));
          written.add(write(scene, directory, "sessions-database"));
        }
      }
    }
    if (asked("sessions-database", wanted) && wanted != null) {
      open(shell, "sessions");
      onFx(() -> press(scene, KeyCode.TAB, true));
      written.add(write(scene, directory, "sessions-database"));
    }
    written.addAll(overlays(shell, scene, wanted, directory));
    onFx(
        () -> {
          shell.close();
          return true;
        });
    return written;
  }

  /** Renders the first run. */
  public Path firstRun(FirstRunView view, Shell.ShellActions actions, Path directory)
      throws Exception {
    Scene scene =
        onFx(
            () -> {
              Shell shell = new Shell(jobs, jobs, clock, ZoneOffset.UTC, theme, actions);
              Scene made = new Scene(shell.root(), width, height);
              shell.attach(made);
              shell.showInstead(view.root());
              return made;
            });
    return write(scene, directory, "first-run");
  }

  /** Runs something on the JavaFX thread and waits for it. */
  public <T> T onFx(Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    jobs.onFx(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private List<Path> overlays(Shell shell, Scene scene, @Nullable String wanted, Path directory)
      throws Exception {
    List<Path> written = new ArrayList<>();
    record Overlay(String name, KeyCode key, boolean control) {}
    for (Overlay overlay :
        List.of(
            new Overlay("palette", KeyCode.K, true),
            new Overlay("switcher", KeyCode.E, true),
            new Overlay("shortcuts", KeyCode.F1, false))) {
      if (asked(overlay.name(), wanted)) {
        open(shell, "overview");
        onFx(() -> press(scene, overlay.key(), overlay.control()));
        written.add(write(scene, directory, overlay.name()));
        onFx(shell::closeOverlay);
      }
    }
    return written;
  }

  private void open(Shell shell, String name) throws Exception {
    onFx(
        () -> {
          shell.openScreen(name);
          return true;
        });
  }

  private static boolean asked(String name, @Nullable String wanted) {
    return wanted == null || wanted.equals(name);
  }

  private static boolean press(Scene scene, KeyCode code, boolean control) {
    // Never at the focus owner: without a window it stays one that has left the scene.
    scene
        .getRoot()
        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
    return true;
  }

  /** Without a window no pulse lays out what changed inside a scroll pane: do it by hand. */
  private static void layOut(Parent parent) {
    parent.requestLayout();
    parent.applyCss();
    parent.layout();
    for (Node child : parent.getChildrenUnmodifiable()) {
      if (child instanceof Parent inner) {
        layOut(inner);
      }
    }
  }

  /** Waits until nothing is being read: a picture without its data would be a lie. */
  private void settle() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int quiet = 0;
    while (quiet < QUIET_LOOKS && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      quiet = jobs.underWay() == 0 ? quiet + 1 : 0;
    }
  }

  /** Lays the scene out, lets background reads arrive, and writes the second picture. */
  private Path write(Scene scene, Path directory, String name) throws Exception {
    onFx(() -> scene.snapshot(null));
    settle();
    WritableImage image =
        onFx(
            () -> {
              layOut(scene.getRoot());
              layOut(scene.getRoot()); // what wraps knows its width only now
              return scene.snapshot(null);
            });
    String suffix = theme == Theme.LIGHT ? "-light" : "";
    return Png.write(image, directory.resolve(name + suffix + ".png"));
  }
}
