package tech.atoms.opsdesk.metric.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.metric.Point;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** Whatever was recorded, in whatever order and rolled up whenever: history equals a plain sum. */
class RollupsPropertyTest {
  private static final Instant START = Instant.parse("2026-03-10T09:17:03.250Z");
  private static final int SECONDS = 3 * 3600;

  private static final Store STORE = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private static int number;

  @AfterAll
  static void closeStore() {
    STORE.close();
  }

  @Test
  void historyEqualsAPlainComputation() {
    List<Series> series =
        List.of(
            new Series("cpu_usage", Map.of()),
            new Series("tool_calls", Map.of("tool", "entity")),
            new Series("tool_calls", Map.of("tool", "query")));
    Cases.check(
        15,
        random ->
            equalsAPlainComputation(
                Cases.list(random, 1, 400, r -> sample(r, Cases.one(r, series))),
                Cases.list(random, 0, 3, r -> (int) Cases.number(r, 0, 100)).stream()
                    .sorted()
                    .toList()));
  }

  private static Sample sample(RandomGenerator random, Series series) {
    return new Sample(
        series,
        START.plusMillis(Cases.number(random, 0, SECONDS * 1000 - 1)),
        random.nextDouble(-1e6, 1e6));
  }

  private static void equalsAPlainComputation(List<Sample> samples, List<Integer> cuts) {
    Instant now = START.plusSeconds(SECONDS);
    try (StoredHistory history = new StoredHistory(STORE, "property " + number++, () -> now)) {
      int from = 0;
      for (int cut : cuts) {
        int to = Math.max(from, samples.size() * cut / 100);
        history.record(samples.subList(from, to));
        await().pollInterval(Duration.ofMillis(10)).until(() -> history.waiting() == 0);
        history.maintain(START.plusSeconds(SECONDS * (long) cut / 100));
        from = to;
      }
      history.record(samples.subList(from, samples.size()));
      await().pollInterval(Duration.ofMillis(10)).until(() -> history.waiting() == 0);
      for (int most : List.of(2500, 200, 5)) {
        check(history, samples, most, now);
      }
    }
  }

  private static void check(StoredHistory history, List<Sample> samples, int most, Instant now) {
    // The first sample of an instant wins, as in the store.
    Map<Series, Map<Instant, Double>> unique = new HashMap<>();
    for (Sample sample : samples) {
      unique
          .computeIfAbsent(sample.series(), s -> new TreeMap<>())
          .putIfAbsent(sample.at(), sample.value());
    }
    Instant origin = Instant.parse("2026-03-10T09:00:00Z");
    unique.forEach(
        (series, values) -> {
          Resolution how = Resolution.choose(origin, now, most, now);
          TreeMap<Instant, List<Double>> expected = new TreeMap<>();
          values.forEach(
              (at, value) ->
                  expected
                      .computeIfAbsent(
                          Instant.ofEpochSecond(
                              Math.floorDiv(at.getEpochSecond(), how.step().toSeconds())
                                  * how.step().toSeconds()),
                          i -> new java.util.ArrayList<>())
                      .add(value));
          List<Point> points = history.query(series, origin, now, most).points();
          assertThat(points).extracting(Point::at).containsExactlyElementsOf(expected.keySet());
          for (Point point : points) {
            var those =
                expected.getOrDefault(point.at(), List.of()).stream()
                    .mapToDouble(d -> d)
                    .summaryStatistics();
            assertThat(point.count()).isEqualTo(those.getCount());
            assertThat(point.min()).isEqualTo(those.getMin());
            assertThat(point.max()).isEqualTo(those.getMax());
            assertThat(point.mean())
                .isCloseTo(those.getAverage(), within(1e-9 * (1 + Math.abs(those.getAverage()))));
          }
        });
  }
}
