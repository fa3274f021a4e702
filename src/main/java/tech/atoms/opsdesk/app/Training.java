package tech.atoms.opsdesk.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javafx.application.Platform;
import javafx.stage.Window;
import tech.atoms.opsdesk.cli.Opsdesk;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Directories;

/**
 * What the build runs once to learn which classes a start needs; they go into the start-up cache
 * (JEP 514). Needs no display and no network, and ends by itself.
 */
public final class Training {
  private static final Duration WINDOW_OPEN_FOR = Duration.ofSeconds(4);

  private Training() {}

  /** Goes once through what a start does: a command's help, then the window without a profile. */
  public static void run() {
    Opsdesk.run(Commands.ofTheWindow(), "--help");
    Path none = Directories.data().resolve("no-profile.yaml");
    Thread.ofVirtual().name("training-ends").start(Training::closeTheWindowSoon);
    DesktopMain.open(none, null);
  }

  private static void closeTheWindowSoon() {
    try {
      Thread.sleep(WINDOW_OPEN_FOR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    new FxJobs(InstantSource.system())
        .onFx(
            () -> {
              // Leaving with a popup open would crash the JVM.
              List.copyOf(Window.getWindows()).reversed().forEach(Window::hide);
              Platform.exit();
            });
  }
}
