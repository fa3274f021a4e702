package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real thing: one daemon thread for timers, a virtual thread for each blocking task. */
public final class SystemScheduler implements Scheduler {
  private static final Logger log = LoggerFactory.getLogger(SystemScheduler.class);
  private final ScheduledThreadPoolExecutor timers;

  /**
   * Starts the timer thread.
   *
   * @param name of the thread
   */
  public SystemScheduler(String name) {
    timers = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Handle after(Duration delay, Runnable task) {
    try {
      Future<?> future =
          timers.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public Handle start(String name, Runnable task) {
    Thread thread = Thread.ofVirtual().name(name).start(() -> guarded(task));
    return thread::interrupt;
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.warn("A background task failed", e);
    }
  }
}
