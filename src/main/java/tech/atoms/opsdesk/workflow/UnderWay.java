package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The runs that this process works on. When it ends they are paused, where they can be, instead of
 * being found interrupted later. Safe on any thread.
 */
public final class UnderWay {
  /** What is written when a run is paused takes no longer, unless the store is away. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<Thread, Integer> working = new HashMap<>();

  /** A run is worked on by this thread until what is returned is closed. */
  Begun begin() {
    Thread here = Thread.currentThread();
    synchronized (working) {
      working.merge(here, 1, Integer::sum);
    }
    return () -> {
      synchronized (working) {
        working.computeIfPresent(here, (thread, times) -> times == 1 ? null : times - 1);
        working.notifyAll();
      }
    };
  }

  /** Work on a run. */
  @FunctionalInterface
  interface Begun extends AutoCloseable {
    /** It is over. */
    @Override
    void close();
  }

  /** Pauses all of them, and waits until that is written, or for {@link #PATIENCE}. */
  public void stop() {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    synchronized (working) {
      working.keySet().forEach(Thread::interrupt);
      while (!working.isEmpty()) {
        long left = (limit - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        try {
          working.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
