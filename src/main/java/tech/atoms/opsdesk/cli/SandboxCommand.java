package tech.atoms.opsdesk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Ready;
import tech.atoms.opsdesk.sandbox.Running;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;

/** Starts the sandbox, and the window on it. */
@Command(
    name = "sandbox",
    description = {
      "Starts the embedded sandbox (database, server, platform, traffic), then the window on it.",
      "Its rows, deployments, keys and ports are kept in its directory."
    })
public final class SandboxCommand extends DeskCommand {
  private static final Logger log = LoggerFactory.getLogger(SandboxCommand.class);

  private final DesktopLauncher desktop;

  @Option(
      names = "--headless",
      description = {
        "Stay in the foreground without a window; print one JSON line when ready:",
        "URLs, tokens and the written profile's path."
      })
  boolean headless;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where its state lives (default: sandbox in the data directory).")
  @Nullable Path data;

  @Option(names = "--fresh", description = "Throw away what is there and start anew.")
  boolean fresh;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Rows of a new sandbox; 1: 200 users, 50 workspaces, 5,000 entities, 10,000 relationships,",
        "300 sessions (1 to 1000; 20 takes about 15 s)."
      })
  int scale = 1;

  @Option(names = "--sessions", hidden = true, description = "Sessions of a new sandbox.")
  @Nullable Long sessions;

  @Option(names = "--no-traffic", hidden = true, description = "Nobody uses the server.")
  boolean noTraffic;

  @Option(
      names = "--http-port",
      paramLabel = "P",
      description = "Port of the MCP server (default: the one it had, or any free one).")
  @Nullable Integer httpPort;

  @Option(
      names = "--ready-file",
      paramLabel = "F",
      description = "Write the JSON object to this file too, when ready.")
  @Nullable Path readyFile;

  @Option(names = "--parent", hidden = true, description = "End when this process ends.")
  @Nullable Long parent;

  /**
   * Creates the command.
   *
   * @param desktop opens the window
   */
  public SandboxCommand(DesktopLauncher desktop) {
    this.desktop = desktop;
  }

  @Override
  protected int execute() throws Exception {
    if (scale < 1 || scale > Size.LARGEST_SCALE) {
      throw wrong("--scale", "it is " + scale, "Choose 1 to " + Size.LARGEST_SCALE);
    }
    Integer port = httpPort;
    if (port != null && (port < 1 || port > 65_535)) {
      throw wrong("--http-port", "it is " + port, "Choose 1 to 65535");
    }
    return headless ? runHere() : runWithWindow();
  }

  private static ProblemException wrong(String option, String why, String next) {
    return new ProblemException(new Problem("An option is out of range", option, why, next));
  }

  private int runHere() throws Exception {
    endWithParent();
    Size size = Size.ofScale(scale);
    Long wanted = sessions;
    Options options =
        new Options(
            directory(),
            fresh,
            wanted == null ? size : size.withSessions(wanted),
            httpPort,
            !noTraffic);
    CountDownLatch stopped = new CountDownLatch(1);
    Path file = readyFile;
    Sandbox sandbox = Sandbox.start(options, InstantSource.system(), this::note);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("sandbox-stop")
                .unstarted(
                    () -> {
                      withdraw(file);
                      sandbox.close();
                      stopped.countDown();
                    }));
    Ready ready = sandbox.ready();
    if (file != null) {
      ready.write(file);
    }
    // Not masked: handing the secrets to the program that started this is what the line is for.
    spec.commandLine().getOut().println(ready.json());
    stopped.await();
    return ExitCode.OK;
  }

  /** Whoever waits for the next start must not read of this one. */
  private static void withdraw(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.debug("The ready file stays", e);
      }
    }
  }

  private Path directory() {
    return data == null ? Options.usualDirectory() : data;
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof NoWindow ? ExitCode.UNDETERMINED : super.exitCodeOf(problem);
  }

  private void endWithParent() {
    Long pid = parent;
    if (pid != null) {
      Thread.ofPlatform()
          .daemon()
          .name("sandbox-parent")
          .start(
              () -> {
                ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
                System.exit(ExitCode.OK);
              });
    }
  }

  private int runWithWindow() throws Exception {
    desktop.check();
    Path running = fresh ? null : Running.profile(directory());
    if (running != null) {
      note(
          "A sandbox is running in "
              + directory()
              + " already: this opens a window on it, and it goes on when the window is closed.");
      desktop.open(running);
      return ExitCode.OK;
    }
    try (SandboxProcess process = SandboxProcess.start(childArguments(), this::note)) {
      Path profile = process.awaitProfile(Duration.ofMinutes(10));
      if (profile == null) {
        return process.exitCode();
      }
      desktop.open(profile);
    }
    return ExitCode.OK;
  }

  private List<String> childArguments() {
    var arguments = new ArrayList<String>();
    arguments.add("--scale=" + scale);
    if (data != null) {
      arguments.add("--data=" + data);
    }
    if (fresh) {
      arguments.add("--fresh");
    }
    if (sessions != null) {
      arguments.add("--sessions=" + sessions);
    }
    if (noTraffic) {
      arguments.add("--no-traffic");
    }
    if (httpPort != null) {
      arguments.add("--http-port=" + httpPort);
    }
    if (readyFile != null) {
      arguments.add("--ready-file=" + readyFile);
    }
    return arguments;
  }
}
