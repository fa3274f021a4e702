package tech.atoms.opsdesk.metric.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.metric.Series;

class ResolutionTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:34:56.789Z");

  @Test
  void readsShortRangesFromRawSamples() {
    assertThat(last(Duration.ofMinutes(15), 1000))
        .isEqualTo(new Resolution(Level.RAW, Duration.ofSeconds(5)));
    assertThat(last(Duration.ofHours(6), 1000))
        .isEqualTo(new Resolution(Level.RAW, Duration.ofSeconds(25)));
  }

  @Test
  void readsDaysFromMinutesAndMonthsFromHours() {
    assertThat(last(Duration.ofHours(24), 1000).level()).isEqualTo(Level.MINUTE);
    assertThat(last(Duration.ofDays(30), 1000))
        .isEqualTo(new Resolution(Level.HOUR, Duration.ofHours(1)));
    assertThat(last(Duration.ofDays(30), 2000))
        .isEqualTo(new Resolution(Level.HOUR, Duration.ofHours(1)));
    assertThat(last(Duration.ofDays(7), 1000).level()).isEqualTo(Level.MINUTE);
    assertThat(last(Duration.ofDays(396), 1000).level()).isEqualTo(Level.HOUR);
  }

  @Test
  void readsOldRangesFromWhatIsStillKept() {
    Instant then = NOW.minus(Duration.ofDays(3));
    assertThat(Resolution.choose(then, then.plusSeconds(900), 1000, NOW).level())
        .isEqualTo(Level.MINUTE);
    Instant longAgo = NOW.minus(Duration.ofDays(90));
    assertThat(Resolution.choose(longAgo, longAgo.plusSeconds(900), 1000, NOW).level())
        .isEqualTo(Level.HOUR);
  }

  @Test
  void neverGivesMorePointsThanWanted() {
    Cases.check(
        300,
        random ->
            neverMore(
                Cases.number(random, 1, 60 * 86_400),
                Cases.number(random, 0, 4_000),
                (int) Cases.number(random, 2, 500)));
  }

  private static void neverMore(long seconds, long offset, int most) {
    Instant from = NOW.minusSeconds(seconds + offset);
    Instant to = from.plusSeconds(seconds);
    Bins bins = new Bins(from, Resolution.choose(from, to, most, NOW).step());
    long distance = Math.max(1, seconds / 2000);
    for (long second = 0; second < seconds; second += distance) {
      bins.add(from.plusSeconds(second), 1);
    }
    assertThat(bins.data(new Series("m", java.util.Map.of())).points())
        .hasSizeLessThanOrEqualTo(most);
  }

  private static Resolution last(Duration range, int most) {
    return Resolution.choose(NOW.minus(range), NOW, most, NOW);
  }
}
