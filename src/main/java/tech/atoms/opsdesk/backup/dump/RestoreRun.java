package tech.atoms.opsdesk.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Runs pg_restore on a dump that comes as a stream. */
public final class RestoreRun {
  private RestoreRun() {}

  /**
   * Restores all of it in one transaction, or nothing. Blocks until it is done.
   *
   * @param dump in pg_dump's custom format; read to its end, not closed
   * @throws ProblemException where pg_restore has failed, in its own words
   * @throws IOException where the dump cannot be read, or is not what it should be
   */
  public static void into(Client client, Target target, String application, InputStream dump)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                client.restore().toString(),
                "--exit-on-error",
                "--single-transaction",
                "--no-password",
                Target.CONNECTING));
    target.into(builder.environment(), application);
    Process process = builder.start();
    Said said = new Said(process);
    try {
      boolean taken = feed(process, dump);
      int exit = process.waitFor();
      if (exit != 0 || !taken) {
        throw new ProblemException(
            new Problem(
                "pg_restore has failed", "exit code " + exit, said.line(), "Nothing was restored"));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns false where it has stopped reading; the rest of the dump is read and checked too. */
  private static boolean feed(Process process, InputStream dump) throws IOException {
    boolean taken = true;
    try (OutputStream to = process.getOutputStream()) {
      byte[] some = new byte[1 << 16];
      for (int read = dump.read(some); read >= 0; read = dump.read(some)) {
        if (taken) {
          taken = written(to, some, read);
        }
      }
    } catch (IOException e) {
      process.destroyForcibly(); // nothing of it is committed: it never saw the end
      throw e;
    }
    return taken;
  }

  private static boolean written(OutputStream to, byte[] some, int length) {
    try {
      to.write(some, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
