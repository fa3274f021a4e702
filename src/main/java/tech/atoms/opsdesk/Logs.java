package tech.atoms.opsdesk;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.environment.Directories;

/**
 * The set-up of logging: rotating files under the data directory, and warnings on standard error
 * for commands; everything masked.
 *
 * <p>The log manager itself creates an object of this class when the first logger is asked for, and
 * the file is opened by the first line written, so that a start that logs nothing pays nothing.
 */
public final class Logs {
  private static final String CONSOLE = "tech.atoms.opsdesk.log.console";
  private static final int BYTES_PER_FILE = 2_000_000;
  private static final int FILES = 5;

  /** Called by the log manager, see {@link #prepare}. */
  public Logs() {
    this(directory(), Boolean.getBoolean(CONSOLE) ? System.err : null);
  }

  Logs(Path directory, @Nullable PrintStream console) {
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    Kept.OURS.setLevel(Level.INFO);
    // A connection that was cut is told by whoever used it; the pool's own word is one line at
    // most.
    Kept.POOL_CONNECTIONS.setLevel(Level.WARNING);
    Kept.POOL_CONNECTIONS.setFilter(
        line -> {
          line.setThrown(null);
          return true;
        });
    Kept.POOL_VALIDATION.setLevel(Level.SEVERE);
    root.addHandler(new LazyFile(directory));
    if (console != null) {
      root.addHandler(new Console(console));
    }
  }

  /**
   * Makes the log manager use this class from its first use on. Costs nothing before that.
   *
   * @param console whether warnings go to standard error as well
   */
  static void prepare(boolean console) {
    System.setProperty("java.util.logging.config.class", Logs.class.getName());
    System.setProperty(CONSOLE, Boolean.toString(console));
  }

  /** Where the log files are. */
  static Path directory() {
    return Directories.data().resolve("logs");
  }

  /**
   * Loggers whose settings must last, and so must not be collected. Apart, because asking for a
   * logger sets the log manager up: not before {@link #prepare} has said how.
   */
  private static final class Kept {
    static final Logger OURS = Logger.getLogger("tech.atoms.opsdesk");
    static final Logger POOL_CONNECTIONS =
        Logger.getLogger("com.zaxxer.hikari.pool.ProxyConnection");
    static final Logger POOL_VALIDATION = Logger.getLogger("com.zaxxer.hikari.pool.PoolBase");
  }

  /** The file, opened by its first line. A file that cannot be written stops nothing. */
  private static final class LazyFile extends Handler {
    private final Path directory;
    private @Nullable Handler file;
    private boolean broken;

    LazyFile(Path directory) {
      this.directory = directory;
    }

    @Override
    public synchronized void publish(LogRecord line) {
      Handler open = open();
      if (open != null) {
        open.publish(line);
      }
    }

    private @Nullable Handler open() {
      if (file == null && !broken) {
        try {
          createPrivately(directory);
          // %u: several desks and commands at a time write files of their own.
          file =
              new FileHandler(directory + "/opsdesk-%u.%g.log", BYTES_PER_FILE, FILES, true) {
                {
                  setEncoding("UTF-8");
                  setFormatter(new Masked());
                  setLevel(Level.ALL);
                }
              };
        } catch (IOException e) {
          broken = true;
          reportError("Log file under " + directory, e, ErrorManager.OPEN_FAILURE);
        }
      }
      return file;
    }

    private static void createPrivately(Path directory) throws IOException {
      if (Files.isDirectory(directory)) {
        return;
      }
      Files.createDirectories(directory);
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    }

    @Override
    public synchronized void flush() {
      if (file != null) {
        file.flush();
      }
    }

    @Override
    public synchronized void close() {
      if (file != null) {
        file.close();
        file = null;
        broken = true;
      }
    }
  }

  /** Warnings in one line each; their stack traces are for the file. */
  private static final class Console extends Handler {
    private final PrintStream stream;

    Console(PrintStream stream) {
      this.stream = stream;
      setLevel(Level.WARNING);
      setFormatter(new Masked());
    }

    @Override
    public void publish(LogRecord line) {
      if (isLoggable(line)) {
        Throwable thrown = line.getThrown();
        String cause = thrown == null ? "" : ": " + thrown;
        stream.println(
            Masking.mask("opsdesk: " + getFormatter().formatMessage(line) + cause)
                .replaceAll("\\R", " "));
      }
    }

    @Override
    public void flush() {
      stream.flush();
    }

    @Override
    public void close() {
      stream.flush();
    }
  }

  /** One line with time (UTC), level, thread, logger and message; then the stack trace. */
  private static final class Masked extends Formatter {
    @Override
    public String format(LogRecord line) {
      StringWriter text = new StringWriter();
      text.append(line.getInstant().toString())
          .append(' ')
          .append(line.getLevel().getName())
          .append(" [")
          .append(String.valueOf(line.getLongThreadID()))
          .append("] ")
          .append(line.getLoggerName())
          .append(": ")
          .append(formatMessage(line))
          .append(System.lineSeparator());
      Throwable thrown = line.getThrown();
      if (thrown != null) {
        thrown.printStackTrace(new PrintWriter(text, true));
      }
      return Masking.mask(text.toString());
    }
  }
}
