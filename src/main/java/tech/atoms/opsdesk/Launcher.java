package tech.atoms.opsdesk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.app.Commands;
import tech.atoms.opsdesk.app.DesktopMain;
import tech.atoms.opsdesk.app.Training;
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
      renderWithoutGraphicsCard();
      // The window does without the command line's classes: it is up sooner.
      DesktopMain.open(Directories.profile(), null);
      System.exit(0);
    }
    System.exit(Opsdesk.run(Commands.ofTheWindow(), args));
  }

  /** Trying OpenGL on a machine without a card takes time and 60 MB, and ends in software too. */
  private static void renderWithoutGraphicsCard() {
    if (System.getProperty("os.name").equals("Linux")
        && System.getProperty("prism.order") == null
        && Files.notExists(Path.of("/dev/dri"))) {
      System.setProperty("prism.order", "sw");
    }
  }
}
