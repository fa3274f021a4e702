package tech.atoms.opsdesk.desktop.firstrun;

import java.nio.file.Path;
import java.util.function.Consumer;
import tech.atoms.opsdesk.environment.NewEnvironment;

/** What the first run asks for. Blocking methods are called in the background. */
public interface FirstRunActions {

  /** How one part of a connection test went. */
  enum Outcome {
    /** It answers. */
    WORKS,
    /** It does not. */
    FAILS,
    /** It was not asked for. */
    SKIPPED
  }

  /**
   * One line of a connection test.
   *
   * @param subject e.g. "Health endpoint"
   * @param outcome how it went
   * @param text with numbers, or why not and what next
   */
  record TestLine(String subject, Outcome outcome, String text) {}

  /**
   * Starts the sandbox as a process of its own and waits until it is ready. Blocks; an interrupt
   * ends the start.
   *
   * @param progress hears lines of progress, on any thread
   * @return the profile that the sandbox wrote
   * @throws Exception where it did not become ready
   */
  Path startSandbox(Consumer<String> progress) throws Exception;

  /**
   * Tries what was entered, without writing anything. Blocks for at most some ten seconds.
   *
   * @param entered as entered
   */
  java.util.List<TestLine> test(NewEnvironment entered);

  /**
   * Writes the environment into the profile. Blocks on the disk.
   *
   * @param entered as entered
   * @return the profile's file
   */
  Path write(NewEnvironment entered);

  /** Opens a profile. On the JavaFX thread. */
  void open(Path profile);
}
