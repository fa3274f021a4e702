package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javafx.application.Platform;
import javafx.stage.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.cli.Opsdesk;
import tech.atoms.opsdesk.cli.SandboxProcess;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.Directories;

/**
 * What the build runs once to learn which classes a start needs; they go into the start-up cache
 * (JEP 514). Needs no display and no network but this machine's own, and ends by itself.
 */
public final class Training {
  private static final Logger log = LoggerFactory.getLogger(Training.class);
  private static final Duration WINDOW_OPEN_FOR = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * For a machine on which no sandbox starts. Nobody listens on port 9: the clients are loaded and
   * tried, nothing is read.
   */
  private static final String NOBODY =
      """
      environments:
        - name: training
          kind: sandbox
          server: {baseUrl: "http://127.0.0.1:9"}
          database: {url: "postgresql://127.0.0.1:9/postgres", user: nobody}
      """;

  private Training() {}

  /**
   * Goes once through what a start does: a command's help, then the window on a sandbox, which runs
   * in a process of its own. Everything is kept below {@code OPSDESK_DATA}.
   *
   * @throws IOException where the directory cannot be written
   */
  public static void run() throws IOException {
    Opsdesk.run(Commands.ofTheWindow(), "--help");
    try (SandboxProcess sandbox =
        SandboxProcess.start(List.of(), line -> log.debug("Sandbox: {}", line))) {
      Path profile = profileOf(sandbox);
      Thread.ofVirtual().name("training-ends").start(Training::closeTheWindowSoon);
      DesktopMain.open(profile, null);
    }
  }

  private static Path profileOf(SandboxProcess sandbox) throws IOException {
    try {
      Path profile = sandbox.awaitProfile(PATIENCE);
      if (profile != null) {
        return profile;
      }
    } catch (ProblemException e) {
      log.warn("{}", e.problem().line());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.warn("No sandbox starts here; the start-up cache learns less");
    Path profile = Directories.data().resolve("training.yaml");
    Files.createDirectories(profile.getParent());
    Files.writeString(profile, NOBODY);
    return profile;
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
