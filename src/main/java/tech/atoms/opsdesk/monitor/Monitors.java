package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.ServerClient;

/** Builds monitors over real sources. */
public final class Monitors {
  private static final Duration LONGEST_READ = Duration.ofSeconds(4);

  private Monitors() {}

  /**
   * Starts to watch an environment. Returns at once; the first readings come on other threads.
   *
   * @param environment what to watch
   * @param history takes its samples; not closed by the monitor
   * @param clock wall clock
   */
  public static Monitor start(Environment environment, MetricHistory history, InstantSource clock) {
    Duration interval = environment.samplingInterval();
    Duration deadline = deadline(interval);
    ServerClient server = new ServerClient(environment.server(), clock, deadline);
    List<Feed<?>> feeds = new ArrayList<>();
    feeds.add(
        new Feed<>(
            Metrics.HEALTH,
            interval,
            deadline.plusMillis(250),
            server::health,
            Monitors::healthSamples));
    LiveMonitor monitor =
        new LiveMonitor(
            environment,
            feeds,
            history,
            clock,
            new SystemScheduler("monitor-" + environment.name()),
            new Judge(StateRules.ALL, true),
            List.of(server));
    monitor.start();
    return monitor;
  }

  /** Four seconds, or four fifths of a shorter interval. */
  static Duration deadline(Duration interval) {
    Duration part = interval.multipliedBy(4).dividedBy(5);
    return part.compareTo(LONGEST_READ) < 0 ? part : LONGEST_READ;
  }

  private static List<Sample> healthSamples(Health health, Instant at) {
    return List.of(
        new Sample(Series.of(Metrics.HEALTH_RESPONSE_TIME), at, health.took().toNanos() / 1e6));
  }
}
