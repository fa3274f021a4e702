package tech.atoms.opsdesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;

class MonitoredDeploymentsTest {
  private static final Duration PACE = Duration.ofSeconds(15);
  private static final Deployment ASKED = new Deployment("dpl_asked", "v9");
  private final AtomicInteger asked = new AtomicInteger();

  private MonitoredDeployments source(@Nullable Instant last, @Nullable Problem problem) {
    Snapshot snapshot =
        Worlds.withSources(
            Worlds.healthy(Worlds.NOW),
            List.of(new SourceStatus(Metrics.PLATFORM, PACE, last, problem)));
    FedMonitor monitor =
        new FedMonitor(
            Worlds.environment(EnvironmentKind.SANDBOX),
            snapshot,
            new FedMonitor.FixedHistory(List.of()));
    return new MonitoredDeployments(
        monitor,
        () -> {
          asked.incrementAndGet();
          return ASKED;
        });
  }

  @Test
  void whatTheMonitorReadIsNotAskedAgain() throws Exception {
    MonitoredDeployments source = source(Worlds.NOW.minusSeconds(14), null);
    Deployment live = source.current();
    assertThat(live).isNotNull().isNotEqualTo(ASKED);
    assertThat(asked).hasValue(0);
    assertThat(source.askedNow()).isEqualTo(ASKED);
  }

  @Test
  void whatItHasNotReadYetOrLongAgoIsAsked() throws Exception {
    assertThat(source(null, null).current()).isEqualTo(ASKED);
    assertThat(source(Worlds.NOW.minusSeconds(60), null).current()).isEqualTo(ASKED);
  }

  @Test
  void itsProblemIsTold() {
    Problem problem = new Problem("The platform is down", "there", "refused", "wait");
    assertThatThrownBy(() -> source(Worlds.NOW.minusSeconds(14), problem).current())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The platform is down");
    assertThat(asked).hasValue(0);
  }
}
