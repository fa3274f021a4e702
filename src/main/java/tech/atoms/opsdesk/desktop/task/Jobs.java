package tech.atoms.opsdesk.desktop.task;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import tech.atoms.opsdesk.common.Problem;

/** Runs work off the JavaFX thread and brings the result back onto it. */
public interface Jobs {

  /**
   * Runs a job.
   *
   * @param name shown in thread names and errors
   * @param work runs on a virtual thread; may block
   * @param done runs on the JavaFX thread with the result
   * @param failed runs on the JavaFX thread with what went wrong
   * @return cancels the job; {@code done} and {@code failed} are then not called
   */
  <T> Job run(String name, Callable<T> work, Consumer<T> done, Consumer<Problem> failed);

  /** Runs something on the JavaFX thread, soon. */
  void onFx(Runnable action);

  /** A started job. */
  @FunctionalInterface
  interface Job {
    /** Interrupts the work and drops its result. */
    void cancel();
  }
}
