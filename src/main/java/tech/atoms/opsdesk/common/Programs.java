package tech.atoms.opsdesk.common;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Programs of this machine, run with a deadline and without a terminal. Found by the search path
 * alone, never in the directory that is looked at. Every method blocks.
 */
public final class Programs {
  private static final int CAP = 1024 * 1024;

  /** What a program that has ended left in its pipe is read within that time. */
  private static final Duration REST = Duration.ofSeconds(2);

  private final String searchPath;

  /**
   * Programs of a search path.
   *
   * @param searchPath directories as the variable PATH has them
   */
  public Programs(String searchPath) {
    this.searchPath = searchPath;
  }

  /** Programs of this process's search path. */
  public static Programs ofThisMachine() {
    String path = System.getenv("PATH");
    return new Programs(path == null ? "" : path);
  }

  /**
   * What a program did.
   *
   * @param exit its exit code; -1: it was ended at the deadline
   * @param output standard output, cut at 1 MiB
   * @param error standard error, cut at 1 MiB
   */
  public record Ran(int exit, String output, String error) {
    /** Whether it ended by itself, and well. */
    public boolean ok() {
      return exit == 0;
    }

    /** The first line that it wrote. */
    public String firstLine() {
      return (output.isBlank() ? error : output).strip().lines().findFirst().orElse("");
    }
  }

  /** Where a program is; null where the search path has none of that name. */
  public @Nullable Path find(String name) {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      for (String suffix : List.of("", ".exe", ".cmd")) {
        try {
          Path file = Path.of(directory).resolve(name + suffix);
          if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
            return file;
          }
        } catch (InvalidPathException e) {
          // Not a directory of this system.
        }
      }
    }
    return null;
  }

  /**
   * Runs a program to its end, or to the deadline.
   *
   * @param program absolute path
   * @param arguments as they are
   * @param directory where it works; null: that of this process
   * @param variables besides those of this process
   * @param input what it reads
   * @param deadline after which it is ended, with its children
   */
  public static Ran run(
      Path program,
      List<String> arguments,
      @Nullable Path directory,
      Map<String, String> variables,
      String input,
      Duration deadline)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Process process = builder.start();
    try {
      Reading output = new Reading(process.getInputStream());
      Reading error = new Reading(process.getErrorStream());
      Thread.ofVirtual().start(() -> write(process, input));
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Ran(-1, "", "no answer within " + deadline.toSeconds() + " s");
      }
      return new Ran(process.exitValue(), output.text(), error.text());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void write(Process process, String input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It does not read; what it answers counts.
    }
  }

  /** Reads on a thread of its own, to the end; what is beyond the cap is read and forgotten. */
  private static final class Reading {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;

    Reading(InputStream in) {
      reader = Thread.ofVirtual().start(() -> read(in));
    }

    private void read(InputStream in) {
      byte[] some = new byte[8192];
      try (in) {
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
          kept.write(some, 0, Math.min(read, CAP - kept.size()));
        }
      } catch (IOException e) {
        // What came until then is the text.
      }
    }

    /**
     * The text of a program that has ended. All of it is there by then; the end of the stream may
     * not be, where a child that lives on holds it open.
     */
    String text() throws InterruptedException {
      reader.join(REST);
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
