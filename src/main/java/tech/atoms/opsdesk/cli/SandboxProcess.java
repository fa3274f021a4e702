package tech.atoms.opsdesk.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Running;

/** The sandbox as a child of the process with the window; it ends with its parent. */
public final class SandboxProcess implements AutoCloseable {
  private static final String MAIN = "tech.atoms.opsdesk.Launcher";
  private static final Duration STOP = Duration.ofSeconds(8);

  private final Process process;
  private final CompletableFuture<@Nullable String> ready = new CompletableFuture<>();
  private final Thread hook;

  private SandboxProcess(Process process, Consumer<String> progress) {
    this.process = process;
    this.hook = Thread.ofPlatform().name("sandbox-child-stop").unstarted(this::stop);
    Runtime.getRuntime().addShutdownHook(hook);
    Thread.ofVirtual().name("sandbox-progress").start(() -> relay(progress));
    Thread.ofVirtual().name("sandbox-ready").start(this::read);
  }

  /**
   * Starts the child.
   *
   * @param arguments of the command, without {@code --headless}
   * @param progress hears every line the child says meanwhile
   */
  public static SandboxProcess start(List<String> arguments, Consumer<String> progress)
      throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of("sandbox", "--headless", "--parent=" + ProcessHandle.current().pid()));
    command.addAll(arguments);
    return new SandboxProcess(new ProcessBuilder(command).start(), progress);
  }

  /** The profile of the sandbox that another process runs in the usual directory; null: none. */
  public static @Nullable Path elsewhere() {
    return Running.profile(Options.usualDirectory());
  }

  /** What this process was started with, up to the command: same Java, class path, start cache. */
  private static List<String> java() {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> arguments = Arrays.asList(self.arguments().orElse(new String[0]));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    int main = arguments.indexOf(MAIN);
    if (main >= 0 && self.command().isPresent()) {
      List<String> command = new ArrayList<>();
      command.add(self.command().get());
      command.addAll(arguments.subList(0, main + 1));
      // The cache that the build makes is of its own process.
      command.removeIf(argument -> argument.startsWith("-XX:AOTCacheOutput="));
      return command;
    }
    if (Files.isExecutable(java)) {
      return List.of(
          java.toString(), "-Xmx256m", "-cp", System.getProperty("java.class.path"), MAIN);
    }
    return List.of(self.command().orElse(java.toString()));
  }

  /**
   * Waits until the sandbox is ready.
   *
   * @return the profile it wrote; null where the child ended instead, having said why
   */
  public @Nullable Path awaitProfile(Duration patience) throws InterruptedException, IOException {
    try {
      String line = ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return line == null
          ? null
          : Path.of(JsonMapper.builder().build().readTree(line).path("profile").asText());
    } catch (TimeoutException | ExecutionException e) {
      throw new ProblemException(
          new Problem(
              "The sandbox did not get ready",
              "process " + process.pid(),
              "it was silent for " + patience.toMinutes() + " minutes",
              "Start it with --headless to see what it does"),
          e);
    }
  }

  /** The child's exit code, once it has ended. */
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  private void relay(Consumer<String> progress) {
    try (BufferedReader lines = process.errorReader()) {
      lines.lines().forEach(progress);
    } catch (IOException e) {
      progress.accept("The sandbox's progress cannot be read: " + e.getMessage());
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      ready.complete(lines.readLine());
      lines.lines().forEach(line -> {});
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the child and waits until it is gone. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has run.
      Thread.onSpinWait();
    }
  }
}
