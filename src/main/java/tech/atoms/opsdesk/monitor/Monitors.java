package tech.atoms.opsdesk.monitor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.SystemScheduler;

/** Builds monitors over real sources. */
public final class Monitors {
  private Monitors() {}

  /**
   * Starts to watch an environment. Returns at once; the first readings come on other threads.
   *
   * @param environment what to watch
   * @param secrets resolves the tokens and passwords, late
   * @param history takes its samples; not closed by the monitor
   * @param clock wall clock
   */
  public static Monitor start(
      Environment environment, SecretResolver secrets, MetricHistory history, InstantSource clock) {
    return start(environment, secrets, history, clock, true);
  }

  /**
   * Starts to look at an environment for a moment, as a command does: rules do not wait for a
   * second reading.
   *
   * @param environment what to look at
   * @param secrets resolves the tokens and passwords, late
   * @param history takes its samples; not closed by the monitor
   * @param clock wall clock
   */
  public static Monitor glance(
      Environment environment, SecretResolver secrets, MetricHistory history, InstantSource clock) {
    return start(environment, secrets, history, clock, false);
  }

  private static Monitor start(
      Environment environment,
      SecretResolver secrets,
      MetricHistory history,
      InstantSource clock,
      boolean patient) {
    List<AutoCloseable> owned = new ArrayList<>();
    SystemScheduler scheduler = new SystemScheduler("monitor-" + environment.name());
    List<Feed<?>> feeds = new Feeds(environment, secrets, clock, scheduler).build(owned);
    LiveMonitor monitor =
        new LiveMonitor(
            environment,
            feeds,
            history,
            clock,
            scheduler,
            new Judge(StateRules.ALL, patient),
            owned);
    monitor.start();
    return monitor;
  }
}
