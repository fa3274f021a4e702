package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Starts, finds and stops the postmaster of one cluster. */
final class Server {
  private static final Duration START_WAIT = Duration.ofSeconds(60);
  private static final Duration FAST_STOP = Duration.ofSeconds(10);
  private static final Duration QUIT_STOP = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final Programs programs;
  private final ServerLog log;

  Server(Cluster cluster, Programs programs) {
    this.cluster = cluster;
    this.programs = programs;
    this.log = new ServerLog(cluster.logFile());
  }

  /**
   * The living postmaster of a cluster, whoever started it. The command line is compared, because
   * the pid of a dead one may have been given to another program.
   *
   * @param cluster PostgreSQL's data directory
   */
  static Optional<ProcessHandle> running(Path cluster) throws IOException {
    Optional<PidFile> pidFile = PidFile.read(cluster);
    if (pidFile.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.of(pidFile.get().pid())
        .filter(ProcessHandle::isAlive)
        .filter(p -> serves(p, cluster));
  }

  /** Goes by the directory itself: it may be spelled in several ways, e.g. through a link. */
  private static boolean serves(ProcessHandle process, Path cluster) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    int at = arguments.indexOf("-D");
    if (!isPostgres(process) || at < 0 || at + 1 >= arguments.size()) {
      return false;
    }
    try {
      return Files.isSameFile(Path.of(arguments.get(at + 1)), cluster);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(program -> Path.of(program).getFileName().toString().startsWith("postgres"))
        .orElse(false);
  }

  /** Whether the running server was started just as we would start it. */
  boolean wasStartedWith(Map<String, String> config) throws IOException {
    Path options = cluster.directory().resolve("postmaster.opts");
    if (!Files.exists(options)) {
      return false;
    }
    String line = Files.readString(options, StandardCharsets.UTF_8);
    long settings = line.split("\"-c\"", -1).length - 1L;
    return settings == config.size() + 1
        && config.entrySet().stream()
            .allMatch(c -> line.contains("\"" + c.getKey() + "=" + c.getValue() + "\""));
  }

  /**
   * Removes the pid file of a dead postmaster whose pid now belongs to another program: PostgreSQL
   * would take that program for itself. Any other stale pid file it handles better than we could,
   * and that of a process which the system does not name it is not ours to judge.
   */
  void forgetForeignPid() throws IOException {
    Optional<PidFile> pidFile = PidFile.read(cluster.directory());
    Optional<ProcessHandle> holder = pidFile.flatMap(file -> ProcessHandle.of(file.pid()));
    boolean foreign =
        holder.filter(p -> p.info().command().isPresent() && !isPostgres(p)).isPresent();
    if (foreign) {
      Files.deleteIfExists(PidFile.file(cluster.directory()));
    }
  }

  /**
   * Starts the postmaster and waits until it takes connections.
   *
   * @throws PortTakenException where another program listens on the port
   * @throws ProblemException where it does not come up, with the last lines of its log
   */
  Process start(Map<String, String> config, int port) throws IOException {
    log.begin();
    List<String> arguments =
        new java.util.ArrayList<>(List.of("-D", cluster.directory().toString()));
    config.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
    arguments.addAll(List.of("-c", "port=" + port));
    Process process =
        programs
            .command("postgres", arguments, ProcessBuilder.Redirect.appendTo(log.file().toFile()))
            .start();
    boolean ready = false;
    try {
      awaitReady(process, port);
      ready = true;
      return process;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  private void awaitReady(Process process, int port) throws IOException {
    long deadline = System.nanoTime() + START_WAIT.toNanos();
    while (true) {
      if (!process.isAlive()) {
        String output = log.newest();
        if (output.contains("could not bind") || output.contains("TCP/IP sockets")) {
          throw new PortTakenException(port);
        }
        boolean full = output.contains("No space left");
        throw failed(full ? "the disk is full" : "it ended: " + log.lastLines(), full);
      }
      Optional<PidFile> pidFile = PidFile.read(cluster.directory());
      if (pidFile.isPresent() && pidFile.get().pid() == process.pid() && pidFile.get().ready()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw failed("not ready after " + START_WAIT.toSeconds() + " s: " + log.lastLines(), false);
      }
      if (!Waiting.pause()) {
        throw failed("the start was cancelled", false);
      }
    }
  }

  private ProblemException failed(String why, boolean full) {
    return new ProblemException(
        new Problem(
            "PostgreSQL did not start",
            cluster.directory().toString(),
            why,
            full ? "Make room on that disk" : "Read " + log.file()));
  }

  /** Stops a postmaster: fast, then at once, then by force. Returns when it is gone. */
  void stop(ProcessHandle postmaster) {
    signal(postmaster, "INT");
    if (!ended(postmaster, FAST_STOP)) {
      signal(postmaster, "QUIT");
      if (!ended(postmaster, QUIT_STOP)) {
        postmaster.destroyForcibly();
        ended(postmaster, QUIT_STOP);
      }
    }
  }

  /** Java can send neither SIGINT nor SIGQUIT; pg_ctl can, on every system. */
  private void signal(ProcessHandle postmaster, String name) {
    try {
      Process sender =
          programs
              .command(
                  "pg_ctl",
                  List.of("kill", name, Long.toString(postmaster.pid())),
                  ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!ended(sender.toHandle(), QUIT_STOP)) {
        sender.destroyForcibly();
      }
    } catch (IOException e) {
      postmaster.destroy();
    }
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException | CompletionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** Another program listens on the port. */
  static final class PortTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    PortTakenException(int port) {
      super("port " + port + " is taken by another program");
    }
  }
}
