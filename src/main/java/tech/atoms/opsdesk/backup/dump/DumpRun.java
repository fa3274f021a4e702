package tech.atoms.opsdesk.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A running pg_dump, whose output goes into a stream. */
final class DumpRun implements AutoCloseable {
  private static final int END_SECONDS = 5;

  private final Process process;
  private final Said said;

  private DumpRun(Process process) {
    this.process = process;
    this.said = new Said(process);
  }

  /**
   * Starts one.
   *
   * @param schemas that are dumped
   * @param more of pg_dump's options
   */
  static DumpRun start(
      Client client, Target target, String application, List<String> schemas, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(client.dump().toString());
    command.addAll(List.of("--format=custom", "--no-password"));
    command.addAll(client.compressing());
    command.addAll(more);
    schemas.forEach(schema -> command.add("--schema=" + schema));
    command.add(Target.CONNECTING);
    ProcessBuilder builder = new ProcessBuilder(command);
    target.into(builder.environment(), application);
    return new DumpRun(builder.start());
  }

  /**
   * Reads all of it.
   *
   * @throws ProblemException where pg_dump has failed, in its own words
   */
  void into(OutputStream to) throws IOException, InterruptedException {
    try (InputStream from = process.getInputStream()) {
      byte[] some = new byte[1 << 16];
      for (int read = from.read(some); read >= 0; read = from.read(some)) {
        to.write(some, 0, read);
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      Problem problem =
          new Problem(
              "pg_dump has failed",
              "exit code " + exit,
              said.line(),
              "See what it says; nothing is left of this backup");
      throw ConnectionLost.said(said.all())
          ? new ConnectionLost(problem, null)
          : new ProblemException(problem);
    }
  }

  /** Ends it, where it has not ended. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
