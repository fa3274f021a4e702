package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
  private static final Duration WINDOW_OPEN_FOR = Duration.ofSeconds(8);

  private Training() {}

  /**
   * Nobody listens on port 9 of this machine: the clients are loaded and tried, nothing is read.
   */
  private static final String PROFILE =
      """
      environments:
        - name: training
          kind: sandbox
          server: {baseUrl: "http://127.0.0.1:9"}
          database: {url: "postgresql://127.0.0.1:9/postgres", user: nobody}
      """;

  /**
   * Goes once through what a start does: a command's help, then the window on a server that does
   * not answer, with a store of its own below {@code OPSDESK_DATA}.
   */
  public static void run() {
    Opsdesk.run(Commands.ofTheWindow(), "--help");
    Path profile = Directories.data().resolve("training.yaml");
    try {
      Files.createDirectories(profile.getParent());
      Files.writeString(profile, PROFILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("training-ends").start(Training::closeTheWindowSoon);
    DesktopMain.open(profile, null);
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
