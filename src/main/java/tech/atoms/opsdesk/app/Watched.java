package tech.atoms.opsdesk.app;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.metric.MetricHistory;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Monitors;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.store.StateChanges;
import tech.atoms.opsdesk.workflow.UnderWay;

/**
 * An environment under watch.
 *
 * @param environment which
 * @param database its database, shared by the monitor and the screens within one budget of
 *     connections; null where the profile names none
 * @param monitor reads it
 * @param assurance its checklist, begun when it is asked for
 * @param changing what changes it
 * @param faults the sandbox's faults; null for anything but a sandbox
 */
record Watched(
    Environment environment,
    @Nullable MonitoredDatabase database,
    Monitor monitor,
    Assurance assurance,
    Changing changing,
    @Nullable FaultClient faults)
    implements AutoCloseable {

  /**
   * Begins to watch. Returns at once.
   *
   * @param environment which
   * @param secrets resolves its secrets, late
   * @param history takes its samples; stays the caller's to close, after this
   * @param changes keeps its changes of state; null: nothing does
   * @param records where its checklist is kept
   * @param runs knows what is carried out in this process
   * @param clock what time it is
   */
  static Watched begin(
      Environment environment,
      SecretResolver secrets,
      MetricHistory history,
      @Nullable StateChanges changes,
      Records records,
      UnderWay runs,
      InstantSource clock) {
    MonitoredDatabase database = MonitoredDatabase.of(environment, secrets, clock);
    PlatformSettings platform = environment.platform();
    Monitor monitor = Monitors.start(environment, secrets, database, history, changes, clock);
    boolean sandbox = environment.kind() == EnvironmentKind.SANDBOX;
    Assurance assurance = new Assurance(environment, secrets, database, records, monitor, clock);
    return new Watched(
        environment,
        database,
        monitor,
        assurance,
        new Changing(environment, secrets, records.store(), assurance::readiness, runs, clock),
        sandbox && platform != null ? new FaultClient(platform, secrets) : null);
  }

  @Override
  public void close() {
    assurance.close();
    changing.close();
    monitor.close();
    if (database != null) {
      database.close();
    }
    if (faults != null) {
      faults.close();
    }
  }
}
