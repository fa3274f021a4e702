package tech.atoms.opsdesk.metric.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.metric.SeriesData;

class MemoryHistoryTest {
  private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
  private static final Series CPU = new Series("cpu_usage", Map.of());

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final MemoryHistory history = new MemoryHistory(now::get);

  @Test
  void mergesSamplesIntoPoints() {
    history.record(List.of(sample(0, 10), sample(5, 30), sample(10, 50), sample(61, 2)));
    now.set(START.plusSeconds(3600));
    SeriesData data = history.query(CPU, START, START.plusSeconds(120), 5);
    assertThat(data.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(data.points())
        .containsExactly(
            new Point(START, 10, 50, 30, 3), new Point(START.plusSeconds(60), 2, 2, 2, 1));
    assertThat(history.series()).containsExactly(CPU);
  }

  @Test
  void forgetsWhatIsOlderThanTwoHours() {
    history.record(List.of(sample(0, 1), sample(600, 2)));
    now.set(START.plus(Duration.ofHours(2)).plusSeconds(60));
    assertThat(history.query(CPU, START, now.get(), 1000).points())
        .extracting(Point::mean)
        .containsExactly(2.0);
  }

  @Test
  void staysWithinItsBoundHoweverMuchIsRecorded() {
    history.record(IntStream.range(0, 10_000).mapToObj(i -> sample(i, i)).toList());
    now.set(START.plusSeconds(10_000));
    List<Point> points = history.query(CPU, START, now.get(), 100_000).points();
    assertThat(points.stream().mapToLong(Point::count).sum()).isEqualTo(7200);
    assertThat(points.getLast().max()).isEqualTo(9999);
  }

  @Test
  void callsTheUsualDistanceOfASlowSourceItsStep() {
    history.record(IntStream.range(0, 10).mapToObj(i -> sample(i * 60, i)).toList());
    SeriesData data = history.query(CPU, START, START.plusSeconds(600), 1000);
    assertThat(data.points()).hasSize(10);
    assertThat(data.holds()).containsOnly(Duration.ofMinutes(3));
  }

  @Test
  void anOutageThatLeavesAPointOutIsAGapHoweverWideThePointsAre() {
    history.record(
        IntStream.range(0, 720)
            .filter(i -> i < 300 || i >= 312)
            .mapToObj(i -> sample(i * 5, i))
            .toList());
    now.set(START.plusSeconds(3600));
    for (int most : List.of(360, 180)) {
      SeriesData data = history.query(CPU, START, START.plusSeconds(3600), most);
      assertThat(gaps(data)).as("%s, holds %s", data.step(), data.holds()).hasSize(1);
    }
  }

  /** Read every 5 s first, then every minute: the gap is of the time of 5 s. */
  @Test
  void aGapIsJudgedByTheIntervalAtItsPlace() {
    history.record(IntStream.range(0, 12).mapToObj(i -> sample(i * 5, i)).toList());
    history.record(IntStream.range(3, 40).mapToObj(i -> sample(i * 60, i)).toList());
    now.set(START.plusSeconds(2400));
    SeriesData data = history.query(CPU, START, now.get(), 1000);
    assertThat(gaps(data)).contains(START.plusSeconds(180));
    assertThat(gaps(data)).noneMatch(at -> at.isAfter(START.plusSeconds(360)));
  }

  /** Where points lie behind a gap. */
  private static List<Instant> gaps(SeriesData data) {
    return IntStream.range(0, data.points().size())
        .filter(data::gapBefore)
        .mapToObj(i -> data.points().get(i).at())
        .toList();
  }

  @Test
  void neverHoldsWhatIsNotANumber() {
    history.record(
        List.of(sample(0, Double.NaN), sample(1, Double.POSITIVE_INFINITY), sample(2, -4)));
    assertThat(history.query(CPU, START, START.plusSeconds(60), 10).points())
        .extracting(Point::min, Point::max)
        .containsExactly(tuple(-4.0, -4.0));
  }

  private static Sample sample(int second, double value) {
    return new Sample(CPU, START.plusSeconds(second), value);
  }
}
