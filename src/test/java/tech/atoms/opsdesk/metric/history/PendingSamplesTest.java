package tech.atoms.opsdesk.metric.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;

class PendingSamplesTest {
  private final PendingSamples pending = new PendingSamples(5);

  @Test
  void keepsABatchUntilItIsWritten() {
    pending.add(samples(0, 3));
    assertThat(pending.batch(2)).isEqualTo(samples(0, 2));
    assertThat(pending.batch(2)).isEqualTo(samples(0, 2));
    pending.written();
    assertThat(pending.batch(10)).isEqualTo(samples(2, 3));
  }

  @Test
  void dropsTheOldestAndCountsThem() {
    pending.add(samples(0, 8));
    assertThat(pending.dropped()).isEqualTo(3);
    assertThat(pending.batch(10)).isEqualTo(samples(3, 8));
  }

  @Test
  void losesNothingNewWhenItOverflowsDuringAWrite() {
    pending.add(samples(0, 5));
    assertThat(pending.batch(3)).isEqualTo(samples(0, 3));
    pending.add(samples(5, 7));
    pending.written();
    assertThat(pending.batch(10)).isEqualTo(samples(3, 7));
  }

  private static List<Sample> samples(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new Sample(new Series("m", Map.of()), Instant.ofEpochSecond(i), i))
        .toList();
  }
}
