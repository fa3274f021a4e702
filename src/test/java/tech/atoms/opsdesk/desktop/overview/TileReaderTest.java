package tech.atoms.opsdesk.desktop.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Snapshot;
import tech.atoms.opsdesk.monitor.SourceStatus;
import tech.atoms.opsdesk.monitor.State;

/** What a tile says that has no value. */
class TileReaderTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  @Test
  void whyThereIsNoValue() {
    assertThat(why(null, null, false)).isEqualTo("No data · Metrics not read yet");
    assertThat(why(null, new Problem("It fails", "there", "why", "look"), false))
        .isEqualTo("No data · Metrics does not answer");
    assertThat(why(NOW, null, true)).isEqualTo("Not yet · Waiting for a second reading");
    assertThat(why(NOW, null, false)).isEqualTo("Not provided · The server does not tell");
  }

  private static String why(@Nullable Instant last, @Nullable Problem problem, boolean once) {
    Snapshot snapshot =
        new Snapshot(
            NOW,
            State.UNKNOWN,
            NOW,
            List.of(),
            List.of(),
            Map.of(),
            List.of(new SourceStatus(Metrics.METRICS, INTERVAL, last, problem, null, once)),
            null,
            null,
            null,
            null,
            List.of(),
            null);
    TileSpec spec =
        TileSpec.ALL.stream()
            .filter(one -> one.metric().equals(Metrics.ERROR_RATE))
            .findFirst()
            .orElseThrow();
    TileView view = new TileReader(INTERVAL).view(spec, snapshot, new Trail(), NOW);
    return view.word() + " · " + view.left();
  }
}
