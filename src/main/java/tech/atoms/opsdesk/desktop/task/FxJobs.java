package tech.atoms.opsdesk.desktop.task;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Work on virtual threads, results on the JavaFX thread. The only class that calls {@code
 * Platform.runLater}.
 */
public final class FxJobs implements Jobs, Ticker, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FxJobs.class);
  private static final long SECOND = 1000;

  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService seconds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("desk-seconds").factory());
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean ticking = new AtomicBoolean();

  /**
   * Starts without any job.
   *
   * @param clock decides where a second begins
   */
  public FxJobs(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public <T> Job run(String name, Callable<T> work, Consumer<T> done, Consumer<Problem> failed) {
    AtomicBoolean cancelled = new AtomicBoolean();
    underWay.incrementAndGet();
    Thread thread =
        Thread.ofVirtual()
            .name("job " + name)
            .start(
                () -> {
                  try {
                    T result = work.call();
                    deliver(cancelled, () -> done.accept(result));
                  } catch (Exception | Error e) {
                    Problem problem = problemOf(name, e);
                    deliver(cancelled, () -> failed.accept(problem));
                  }
                });
    return () -> {
      cancelled.set(true);
      thread.interrupt();
    };
  }

  /** Jobs whose result has not been taken over yet. */
  public int underWay() {
    return underWay.get();
  }

  @Override
  public void onFx(Runnable action) {
    Platform.runLater(action);
  }

  @Override
  public Ticking every(Runnable action) {
    listeners.add(action);
    if (ticking.compareAndSet(false, true)) {
      scheduleNext();
    }
    return () -> listeners.remove(action);
  }

  /**
   * Ends the ticking. Jobs under way run to their end, their results are dropped with the window.
   */
  @Override
  public void close() {
    listeners.clear();
    seconds.shutdownNow();
  }

  private void deliver(AtomicBoolean cancelled, Runnable result) {
    onFx(
        () -> {
          try {
            if (!cancelled.get()) {
              result.run();
            }
          } finally {
            underWay.decrementAndGet();
          }
        });
  }

  private void scheduleNext() {
    long sinceSecond = Math.floorMod(clock.millis(), SECOND);
    if (!seconds.isShutdown()) {
      var _ = seconds.schedule(this::tick, SECOND - sinceSecond + 5, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    if (listeners.isEmpty()) {
      ticking.set(false);
      // A listener may have come between the two lines above.
      if (listeners.isEmpty() || !ticking.compareAndSet(false, true)) {
        return;
      }
    }
    onFx(() -> listeners.forEach(Runnable::run));
    scheduleNext();
  }

  private static Problem problemOf(String name, Throwable e) {
    if (e instanceof ProblemException known) {
      return known.problem();
    }
    log.warn("{} failed", name, e);
    String message = e.getMessage();
    return new Problem(
        name + " failed",
        "this desk",
        Masking.mask(message == null ? e.getClass().getSimpleName() : message),
        "Try again; the log has the details.");
  }
}
