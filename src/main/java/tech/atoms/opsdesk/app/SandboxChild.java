package tech.atoms.opsdesk.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.cli.SandboxProcess;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** The sandbox that the window started from its first-run screen, if it did; ends with it. */
final class SandboxChild implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private @Nullable SandboxProcess process;

  /**
   * Starts the sandbox and waits until it is ready, or finds the one that another process runs. An
   * interrupt ends what was started.
   *
   * @param progress hears every line it says, on another thread
   * @return the profile it wrote
   */
  Path start(Consumer<String> progress) throws IOException, InterruptedException {
    close();
    Path running = SandboxProcess.elsewhere();
    if (running != null) {
      progress.accept("Sandbox: one is running already");
      return running;
    }
    SandboxProcess started = SandboxProcess.start(List.of(), progress);
    keep(started);
    try {
      Path profile = started.awaitProfile(PATIENCE);
      if (profile == null) {
        throw new ProblemException(
            new Problem(
                "The sandbox did not start",
                "this machine",
                "it ended with exit code " + started.exitCode(),
                "Run opsdesk sandbox --headless in a terminal to see all it says"));
      }
      return profile;
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    SandboxProcess running = process;
    process = null;
    if (running != null) {
      running.close();
    }
  }

  private synchronized void keep(SandboxProcess started) {
    process = started;
  }
}
