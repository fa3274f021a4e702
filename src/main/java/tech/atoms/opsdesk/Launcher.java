package tech.atoms.opsdesk;

import java.io.IOException;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.app.Commands;
import tech.atoms.opsdesk.app.DesktopMain;
import tech.atoms.opsdesk.app.Training;
import tech.atoms.opsdesk.cli.ExitCode;
import tech.atoms.opsdesk.cli.NoWindow;
import tech.atoms.opsdesk.cli.Opsdesk;
import tech.atoms.opsdesk.environment.Directories;

/** Entry point of the window and of every command. Does not extend the JavaFX application class. */
public final class Launcher {
  private Launcher() {}

  /**
   * Starts what the arguments ask for and ends the process with its exit code.
   *
   * @param args the command line, never null
   */
  public static void main(String[] args) throws IOException {
    Logs.prepare(args.length > 0);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) ->
            LoggerFactory.getLogger(Launcher.class)
                .error("Unexpected error on thread {}", thread.getName(), error));
    if (args.length == 1 && args[0].equals("train")) {
      Training.run();
      System.exit(0);
    }
    if (args.length == 0) {
      System.exit(openWindow());
    }
    System.exit(Opsdesk.run(Commands.ofTheWindow(), args));
  }

  /** The window does without the command line's classes: it is up sooner. */
  private static int openWindow() {
    try {
      DesktopMain.open(Directories.profile(), null);
      return ExitCode.OK;
    } catch (NoWindow e) {
      System.err.println("opsdesk: " + e.problem().line() + " Next: " + e.problem().next() + ".");
      return ExitCode.UNDETERMINED;
    }
  }
}
