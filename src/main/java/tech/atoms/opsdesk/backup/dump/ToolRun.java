package tech.atoms.opsdesk.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Runs one of PostgreSQL's own programs to its end, with a target in its environment. */
public final class ToolRun {
  private static final int LONGEST = 1 << 20;
  private static final int END_SECONDS = 2;

  private ToolRun() {}

  /** What a program is given on its standard input. */
  @FunctionalInterface
  public interface Input {
    /** Nothing. */
    Input NONE = to -> {};

    /** Writes all of it; not closed here. */
    void write(OutputStream to) throws IOException;
  }

  /**
   * Runs it with nothing on its standard input.
   *
   * @param program e.g. pg_restore
   */
  public static String run(Path program, List<String> arguments, Target target, String application)
      throws IOException, InterruptedException {
    return run(program, arguments, target, application, Input.NONE);
  }

  /**
   * Runs it. Blocks until it has ended; an interrupt ends it.
   *
   * @param program e.g. pg_restore
   * @return what it wrote, its first megabyte
   * @throws ProblemException where it has failed, in its own words
   * @throws IOException where it cannot be started
   */
  public static String run(
      Path program, List<String> arguments, Target target, String application, Input input)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--no-password");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    target.into(builder.environment(), application);
    Process process = builder.start();
    Said said = new Said(process);
    try {
      feed(process, input);
      String told;
      try (InputStream output = process.getInputStream()) {
        told = new String(output.readNBytes(LONGEST), StandardCharsets.UTF_8);
        output.transferTo(OutputStream.nullOutputStream());
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new ProblemException(
            new Problem(
                program.getFileName() + " has failed",
                "exit code " + exit,
                said.line(),
                "Nothing was restored"));
      }
      return told;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A program that has failed reads no more: it tells why itself. */
  private static void feed(Process process, Input input) throws IOException, InterruptedException {
    OutputStream to = process.getOutputStream();
    try {
      input.write(to);
      to.close();
    } catch (IOException e) {
      // Not closed: a program takes that for the end of a whole input.
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw e;
      }
    }
  }
}
