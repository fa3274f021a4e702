package tech.atoms.opsdesk.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;
import tech.atoms.opsdesk.metric.history.MemoryHistory;

/** The dearer a count of sessions, the longer it is kept; what is longer than that is a gap. */
class CountHistoryTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant END = START.plusSeconds(900);
  private static final double CHEAP = 20;
  private static final double DEAR = 3000;

  private final AtomicReference<Instant> now = new AtomicReference<>(END);
  private final MemoryHistory history = new MemoryHistory(now::get);

  @Test
  void whatWasNotCountedBecauseItTookTooLongIsAGapAlsoWhileCountsAreDearNow() {
    IntStream.rangeClosed(0, 60).forEach(i -> count(i * 5, CHEAP));
    IntStream.of(455, 610, 765).forEach(second -> count(second, DEAR));

    for (Metric metric : List.of(Metrics.ACTIVE_SESSIONS, Metrics.ACTIVE_USERS)) {
      assertThat(gaps(read(metric))).containsExactly(START.plusSeconds(455));
    }
  }

  @Test
  void aCountThatWasKeptIsNoGapAlsoWhileCountsAreCheapNow() {
    IntStream.of(0, 150, 300).forEach(second -> count(second, DEAR));
    IntStream.rangeClosed(90, 150).forEach(i -> count(i * 5, CHEAP));

    assertThat(gaps(read(Metrics.ACTIVE_SESSIONS))).isEmpty();
  }

  @Test
  void anOutageIsAGapAlsoAmongDearCounts() {
    IntStream.of(0, 150, 300, 600, 750).forEach(second -> count(second, DEAR));

    assertThat(gaps(read(Metrics.ACTIVE_SESSIONS))).containsExactly(START.plusSeconds(600));
  }

  private SeriesData read(Metric metric) {
    return CountHistory.query(
        history, Worlds.healthy(END), Series.of(metric), START, END.plusSeconds(1), 360);
  }

  private void count(int second, double millis) {
    Instant at = START.plusSeconds(second);
    history.record(
        List.of(
            new Sample(Series.of(Metrics.ACTIVE_SESSIONS), at, 42),
            new Sample(Series.of(Metrics.ACTIVE_USERS), at, 29),
            new Sample(Series.of(Metrics.SESSION_COUNT_TIME), at, millis)));
  }

  private static List<Instant> gaps(SeriesData data) {
    assertThat(data.step()).isEqualTo(Duration.ofSeconds(5));
    return IntStream.range(0, data.points().size())
        .filter(data::gapBefore)
        .mapToObj(i -> data.points().get(i).at())
        .toList();
  }
}
