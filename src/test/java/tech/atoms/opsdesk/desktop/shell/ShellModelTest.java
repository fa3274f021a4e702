package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.shell.ShellModel.Live;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;

class ShellModelTest {
  private static final Problem REFUSED = new Problem("Not reachable", "there", "refused", "Wait");
  private final ShellModel model = new ShellModel(ZoneOffset.UTC);

  @Test
  void isLiveWhileEverySourceAnswers() {
    update(Worlds.healthy(Worlds.NOW), Worlds.NOW);
    assertThat(model.liveProperty().get().live()).isEqualTo(Live.FRESH);
  }

  /** A source that is read once a minute does not speak for those that fail meanwhile. */
  @Test
  void oneFailingSourceTakesTheGreenAway() {
    Snapshot healthy = Worlds.healthy(Worlds.NOW);
    String failing = healthy.sources().getFirst().name();
    update(
        with(healthy, s -> s.name().equals(failing) ? failed(s, Duration.ofSeconds(2)) : s),
        Worlds.NOW);
    assertThat(model.liveProperty().get().live()).isEqualTo(Live.PARTLY);
    assertThat(model.liveProperty().get().staleText()).isEqualTo("1 source does not answer");
  }

  @Test
  void noAnswerForThreeIntervalsIsLostWhateverTheSourcesIntervals() {
    Snapshot slow =
        with(
            Worlds.healthy(Worlds.NOW),
            s ->
                new SourceStatus(
                    s.name(), Duration.ofMinutes(1), Worlds.NOW.minusSeconds(16), null));
    update(slow, Worlds.NOW);
    assertThat(model.liveProperty().get().live()).isEqualTo(Live.LOST);
  }

  /** The state of what was watched before must not stand over a problem. */
  @Test
  void nothingStaysWhereNothingIsWatched() {
    update(Worlds.healthy(Worlds.NOW), Worlds.NOW);
    model.update(null, null, Worlds.NOW);
    assertThat(model.stateProperty().get().look()).isEqualTo(Look.NO_DATA);
    assertThat(model.liveProperty().get().live()).isEqualTo(Live.WAITING);
  }

  private void update(Snapshot snapshot, Instant now) {
    model.update(Worlds.environment(EnvironmentKind.SANDBOX), snapshot, now);
  }

  private static SourceStatus failed(SourceStatus source, Duration ago) {
    return new SourceStatus(source.name(), source.interval(), Worlds.NOW.minus(ago), REFUSED);
  }

  private static Snapshot with(Snapshot s, UnaryOperator<SourceStatus> change) {
    List<SourceStatus> sources = s.sources().stream().map(change).toList();
    return Worlds.withSources(s, sources);
  }
}
