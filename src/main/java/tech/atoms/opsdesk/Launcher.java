package tech.atoms.opsdesk;

import java.util.List;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.app.Training;
import tech.atoms.opsdesk.cli.Opsdesk;

/** Entry point of the window and of every command. Does not extend the JavaFX application class. */
public final class Launcher {
  private Launcher() {}

  /**
   * Starts what the arguments ask for and ends the process with its exit code.
   *
   * @param args the command line, never null
   */
  public static void main(String[] args) {
    Logs.prepare(true);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) ->
            LoggerFactory.getLogger(Launcher.class)
                .error("Unexpected error on thread {}", thread.getName(), error));
    if (args.length == 1 && args[0].equals("train")) {
      Training.run();
      System.exit(0);
    }
    System.exit(Opsdesk.run(List.of(), args));
  }
}
