package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;

/** Looks at an environment until every source has been read once, and the metrics twice. */
final class Look {
  private static final Duration PATIENCE = Duration.ofSeconds(13);

  /** Rates need two scrapes; more than a second apart, a quiet server has something to tell. */
  private static final Duration BETWEEN = Duration.ofMillis(1500);

  private Look() {}

  /** The snapshot of a monitor that was just started. */
  static Snapshot at(Monitor monitor) throws InterruptedException {
    await(monitor, Look::allRead, PATIENCE);
    SourceStatus metrics = monitor.snapshot().source(Metrics.METRICS);
    if (metrics != null && metrics.lastSuccess() != null) {
      var first = metrics.lastSuccess();
      await(monitor, snapshot -> false, BETWEEN);
      monitor.refresh();
      await(
          monitor,
          snapshot -> {
            SourceStatus now = snapshot.source(Metrics.METRICS);
            return now != null
                && (now.problem() != null
                    || (now.lastSuccess() != null && now.lastSuccess().isAfter(first)));
          },
          PATIENCE);
    }
    return monitor.snapshot();
  }

  private static boolean allRead(Snapshot snapshot) {
    List<SourceStatus> sources = snapshot.sources();
    return sources.stream().allMatch(s -> s.lastSuccess() != null || s.problem() != null);
  }

  private static boolean await(Monitor monitor, Predicate<Snapshot> wanted, Duration patience)
      throws InterruptedException {
    CountDownLatch there = new CountDownLatch(1);
    Monitor.Subscription subscription =
        monitor.subscribe(
            snapshot -> {
              if (wanted.test(snapshot)) {
                there.countDown();
              }
            });
    try {
      if (wanted.test(monitor.snapshot())) {
        return true;
      }
      return there.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      subscription.close();
    }
  }
}
