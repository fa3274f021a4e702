package tech.atoms.opsdesk.metric;

import java.time.Duration;

/** Monotonic time, timers and threads; tests bring their own. Safe on any thread. */
public interface Scheduler extends AutoCloseable {

  /** Monotonic time in nanoseconds; only differences mean something. */
  long nanoTime();

  /**
   * Runs a short task after a delay, on the scheduler's one thread.
   *
   * @param task must not block
   * @return takes it back
   */
  Handle after(Duration delay, Runnable task);

  /**
   * Runs a task that may block, at once, on a thread of its own.
   *
   * @param name of the thread
   * @return interrupts it
   */
  Handle start(String name, Runnable task);

  @Override
  void close();

  /** Something that was started and can be called off. */
  @FunctionalInterface
  interface Handle {
    /** Calls it off; does nothing where it has ended. */
    void cancel();
  }
}
