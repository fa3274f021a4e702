package tech.atoms.opsdesk.monitor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.store.StateChanges;

/** Builds monitors over real sources. */
public final class Monitors {
  private Monitors() {}

  /**
   * Starts to watch an environment. Returns at once; the first readings come on other threads.
   *
   * @param environment what to watch
   * @param secrets resolves the tokens and passwords, late
   * @param database its database, shared with others and not closed by the monitor; null where it
   *     has none
   * @param history takes its samples; not closed by the monitor
   * @param changes keeps its changes of state beyond this run; null: nothing does
   * @param clock wall clock
   */
  public static Monitor start(
      Environment environment,
      SecretResolver secrets,
      @Nullable MonitoredDatabase database,
      MetricHistory history,
      @Nullable StateChanges changes,
      InstantSource clock) {
    Pace pace = Pace.of(environment);
    return start(
        environment, pace, secrets, database, history, changes, clock, new ArrayList<>(), true);
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
    MonitoredDatabase database = MonitoredDatabase.of(environment, secrets, clock);
    List<AutoCloseable> owned = new ArrayList<>();
    if (database != null) {
      owned.add(database);
    }
    Pace pace = Pace.of(environment);
    return start(environment, pace, secrets, database, history, null, clock, owned, false);
  }

  static Monitor start(
      Environment environment,
      Pace pace,
      SecretResolver secrets,
      @Nullable MonitoredDatabase database,
      MetricHistory history,
      @Nullable StateChanges changes,
      InstantSource clock,
      List<AutoCloseable> owned,
      boolean patient) {
    SystemScheduler scheduler = new SystemScheduler("monitor-" + environment.name());
    List<Feed<?>> feeds =
        new Feeds(environment, secrets, clock, scheduler, pace).build(database, owned);
    LiveMonitor monitor =
        new LiveMonitor(
            environment,
            pace,
            feeds,
            history,
            clock,
            scheduler,
            new Judge(StateRules.ALL, patient),
            changes,
            owned);
    monitor.start();
    return monitor;
  }
}
