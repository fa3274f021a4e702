package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Reason;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;

/** Looks at an environment until every source has been read once, and the server twice. */
final class Look {
  private static final Duration PATIENCE = Duration.ofSeconds(13);

  /** Rates need two scrapes; more than a second apart, a quiet server has something to tell. */
  private static final Duration BETWEEN = Duration.ofMillis(1500);

  /**
   * What a look alone can bring about: all sources at once in a young process, and the few reads of
   * two seconds.
   */
  private static final Set<String> DOUBTFUL =
      Set.of("health-slow", "tools-list-slow", "cache-below-target");

  /** So many more readings before that is believed. */
  private static final int MORE = 2;

  /** Rates need two scrapes, and one slow answer is compared with another one. */
  private static final List<String> TWICE = List.of(Metrics.HEALTH, Metrics.METRICS, Metrics.MCP);

  private Look() {}

  /** The snapshot of a monitor that was just started. */
  static Snapshot at(Monitor monitor) throws InterruptedException {
    await(monitor, Look::allRead, PATIENCE);
    Map<String, Instant> first = answered(monitor.snapshot());
    if (!first.isEmpty()) {
      await(monitor, snapshot -> false, BETWEEN);
      monitor.refresh();
      awaitNewer(monitor, first);
    }
    // The next ones come by themselves, one source after the other, in a process that is warm.
    for (int i = 0; i < MORE && onlyDoubtful(monitor.snapshot()); i++) {
      awaitNewer(monitor, answered(monitor.snapshot()));
    }
    return monitor.snapshot();
  }

  /** When each source that is worth a second look answered. */
  private static Map<String, Instant> answered(Snapshot snapshot) {
    Map<String, Instant> answered = new HashMap<>();
    for (String name : TWICE) {
      SourceStatus source = snapshot.source(name);
      Instant last = source == null ? null : source.lastSuccess();
      if (last != null) {
        answered.put(name, last);
      }
    }
    return answered;
  }

  private static void awaitNewer(Monitor monitor, Map<String, Instant> before)
      throws InterruptedException {
    await(
        monitor,
        snapshot ->
            before.entrySet().stream().allMatch(e -> isNewer(snapshot.source(e.getKey()), e)),
        PATIENCE);
  }

  private static boolean isNewer(@Nullable SourceStatus now, Map.Entry<String, Instant> before) {
    return now != null
        && (now.problem() != null
            || (now.lastSuccess() != null && now.lastSuccess().isAfter(before.getValue())));
  }

  private static boolean onlyDoubtful(Snapshot snapshot) {
    List<String> wrong =
        snapshot.reasons().stream()
            .filter(reason -> reason.state() != State.UNKNOWN)
            .map(Reason::rule)
            .toList();
    return !wrong.isEmpty() && DOUBTFUL.containsAll(wrong);
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
