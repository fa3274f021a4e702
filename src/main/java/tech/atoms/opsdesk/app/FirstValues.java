package tech.atoms.opsdesk.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;

/** What a person waits for when an environment is opened; all else comes after it. */
final class FirstValues {
  /** What does not answer keeps the record and the checklist waiting no longer than that. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private FirstValues() {}

  /**
   * Does something once the first values of server and database are there.
   *
   * @param live run once, when they are; on any thread
   * @param next run once: when they are, after {@code live}, or after a grace time without them
   */
  static void await(Monitor monitor, Runnable live, Runnable next) {
    AtomicBoolean reached = new AtomicBoolean();
    AtomicBoolean begun = new AtomicBoolean();
    Runnable begin =
        () -> {
          if (begun.compareAndSet(false, true)) {
            next.run();
          }
        };
    Consumer<Snapshot> look =
        snapshot -> {
          if (isLive(snapshot) && reached.compareAndSet(false, true)) {
            live.run();
            begin.run();
          }
        };
    monitor.subscribe(look);
    look.accept(monitor.snapshot());
    var _ =
        CompletableFuture.runAsync(
            begin, CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static boolean isLive(Snapshot snapshot) {
    return snapshot.latest(Metrics.HEALTH_RESPONSE_TIME) != null
        && snapshot.latest(Metrics.DATABASE_RESPONSE_TIME) != null;
  }
}
