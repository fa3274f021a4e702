package tech.atoms.opsdesk.app;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.DeploymentSource;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.DeploymentInfo;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;

/**
 * The live deployment as the monitor read it last: the platform is not asked twice. Safe on any
 * thread.
 */
final class MonitoredDeployments implements DeploymentSource {
  private final Monitor monitor;
  private final DeploymentSource platform;

  /**
   * A source.
   *
   * @param monitor reads the platform in its own time
   * @param platform is asked where the monitor has not read it yet, and before a signature
   */
  MonitoredDeployments(Monitor monitor, DeploymentSource platform) {
    this.monitor = monitor;
    this.platform = platform;
  }

  @Override
  public @Nullable Deployment current() throws InterruptedException {
    Snapshot snapshot = monitor.snapshot();
    SourceStatus status =
        snapshot.sources().stream()
            .filter(source -> source.name().equals(Metrics.PLATFORM))
            .findFirst()
            .orElse(null);
    if (status == null || status.isUnread() || status.isStale(snapshot.at())) {
      return platform.current();
    }
    if (status.problem() != null) {
      throw new ProblemException(status.problem());
    }
    DeploymentInfo live = snapshot.deployment();
    return live == null ? null : new Deployment(live.id(), live.version());
  }

  @Override
  public @Nullable Deployment askedNow() throws InterruptedException {
    return platform.current();
  }
}
